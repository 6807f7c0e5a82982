import { render } from 'preact';
import { backendUrl } from '../shared/config';
import './console.css';
import { App } from './app';
import { Console, ConsoleContext } from './console';

const console = new Console(await backendUrl());
render(
  <ConsoleContext.Provider value={console}>
    <App />
  </ConsoleContext.Provider>,
  document.getElementById('app')!,
);
