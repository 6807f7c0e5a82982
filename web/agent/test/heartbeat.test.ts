import { expect, test, vi } from 'vitest';
import { captureHeartbeat } from '../src/captures/heartbeat.js';
import { emit, emitted, pass, running, standInFront, types } from './captureSupport.js';

standInFront();

test('heartbeats come at once and every 15 s', () => {
  running(captureHeartbeat(emit));
  pass(60_000);
  expect(types()).toEqual(Array(5).fill('HEARTBEAT'));
});

test('where timers are held back, a worker keeps the beat, and both together beat once', () => {
  const worker = { onmessage() {}, terminate: vi.fn() };
  vi.stubGlobal('URL', { createObjectURL: () => 'blob:1', revokeObjectURL() {} });
  vi.stubGlobal('Worker', vi.fn(function Worker() { return worker; }));
  const stop = captureHeartbeat(emit);
  for (let i = 0; i < 4; i++) {
    vi.setSystemTime(Date.now() + 15_000);
    pass(15_000);
    worker.onmessage();
  }
  expect(emitted).toHaveLength(5);
  stop();
  expect(worker.terminate).toHaveBeenCalled();
});

test('a beat that comes a little early counts, and the next one within the second does not', () => {
  const worker = { onmessage() {}, terminate() {} };
  vi.stubGlobal('URL', { createObjectURL: () => 'blob:1', revokeObjectURL() {} });
  vi.stubGlobal('Worker', vi.fn(function Worker() { return worker; }));
  running(captureHeartbeat(emit));
  pass(13_999);
  worker.onmessage();
  expect(emitted).toHaveLength(1);
  pass(1);
  worker.onmessage();
  expect(emitted).toHaveLength(2);
  pass(1_000); // The page's own timer.
  expect(emitted).toHaveLength(2);
});
