import { render } from 'preact';
import { backendUrl } from '../shared/config';
import { App } from './App';
import './demo.css';
import { FindSession } from './FindSession';
import { Room } from './room';

const sessionId = new URLSearchParams(location.search).get('session')?.trim();
const app = document.getElementById('app')!;

if (!sessionId) {
  render(<FindSession />, app);
} else {
  const room = new Room(await backendUrl(), sessionId);
  render(<App room={room} />, app);
  await room.open();
}
