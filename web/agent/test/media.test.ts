import { expect, test } from 'vitest';
import { watchMedia } from '../src/captures/media.js';
import { emit, emitted, pass, running, standInFront } from './captureSupport.js';

standInFront();

class Track extends EventTarget {
  muted = false;
  readyState = 'live';
  readonly kind: string;
  constructor(kind: string) {
    super();
    this.kind = kind;
  }
  tell(type: string, changes: Partial<Track> = {}) {
    Object.assign(this, changes);
    this.dispatchEvent(new Event(type));
  }
}

const streamOf = (...tracks: Track[]) => ({ getTracks: () => tracks }) as unknown as MediaStream;

test('camera and microphone going off are told', () => {
  const [camera, microphone] = [new Track('video'), new Track('audio')];
  running(watchMedia(emit, streamOf(camera, microphone)));
  camera.tell('ended', { readyState: 'ended' });
  microphone.tell('mute', { muted: true });
  pass(1_000);
  expect(emitted).toEqual([['CAMERA_OFF', { label: 'ended' }], ['MICROPHONE_OFF', { label: 'muted' }]]);
});

test('a device that is silent for a moment is not off', () => {
  const microphone = new Track('audio');
  running(watchMedia(emit, streamOf(microphone)));
  microphone.tell('mute', { muted: true });
  pass(999);
  microphone.tell('unmute', { muted: false });
  pass(5_000);
  expect(emitted).toEqual([]);
});

test('what is off already is told, and after unwatching nothing is', () => {
  const [camera, microphone] = [new Track('video'), new Track('audio')];
  camera.readyState = 'ended';
  microphone.muted = true;
  const unwatch = watchMedia(emit, streamOf(camera, microphone));
  pass(2_000);
  const before = [['CAMERA_OFF', { label: 'ended' }], ['MICROPHONE_OFF', { label: 'muted' }]];
  expect(emitted).toEqual(before);
  microphone.tell('mute');
  unwatch();
  pass(2_000);
  microphone.tell('ended');
  expect(emitted).toEqual(before);
});
