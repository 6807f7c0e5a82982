import { expect, test } from 'vitest';
import { hrefs, parseRoute } from './router';

test.each([
  ['', { page: 'wall' }],
  ['#/', { page: 'wall' }],
  ['#/sessions', { page: 'sessions' }],
  ['#/sessions/', { page: 'sessions' }],
  [hrefs.session('a b'), { page: 'session', id: 'a b' }],
  ['#/sessions/%E0', { page: 'session', id: '%E0' }],
  ['#/administration', { page: 'administration' }],
  ['#/nowhere', { page: 'wall' }],
])('%s', (hash, route) => expect(parseRoute(hash)).toEqual(route));
