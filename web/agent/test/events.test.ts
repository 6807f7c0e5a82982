import { expect, test } from 'vitest';
import { createClock } from '../src/clock.js';
import { createEvent, type EventDetails, type EventType } from '../src/events.js';
import { toBody } from '../src/wire.js';

const make = (type: EventType, details: EventDetails = {}) => createEvent(type, details, 1_000);

const nested = (depth: number): Record<string, unknown> => depth === 1 ? {} : { in: nested(depth - 1) };

test.each<[string, EventType, EventDetails]>([
  ['type', 'LAUGHING' as EventType, {}],
  ['confidence', 'NO_FACE', { confidence: 1.1 }],
  ['confidence', 'NO_FACE', { confidence: NaN }],
  ['durationMs', 'NO_FACE', { durationMs: -1 }],
  ['confidence', 'NO_FACE', { confidence: -0.1 }],
  ['durationMs', 'NO_FACE', { durationMs: 7 * 24 * 3_600_000 + 1 }],
  ['durationMs', 'FOCUS_LOST', {}],
  ['label', 'OBJECT_DETECTED', { label: 'x'.repeat(201) }],
  ['label', 'OBJECT_DETECTED', { label: '\ud800' }],
  ['occurredAt', 'NO_FACE', { occurredAt: new Date('never') }],
  ['occurredAt', 'NO_FACE', { occurredAt: 8e15 + 1 }],
  ['occurredAt', 'NO_FACE', { occurredAt: -8e15 - 1 }],
  ['data', 'NO_FACE', { data: [1] as unknown as Record<string, unknown> }],
  ['data', 'NO_FACE', { data: { text: 'é'.repeat(4_096) } }],
  ['data', 'NO_FACE', { data: nested(17) }],
  ['data', 'NO_FACE', { data: { deep: ['\udfff'] } }],
  ['data.wpm', 'TYPING_SAMPLE', {}],
  ['data.wpm', 'TYPING_SAMPLE', { data: { wpm: 1_000_001 } }],
  ['data.wpm', 'TYPING_SAMPLE', { data: { wpm: -1 } }],
  ['data.pxPerSecond', 'MOUSE_SAMPLE', { data: { pxPerSecond: '3' } }],
  ['data.seconds', 'ANSWER_TIMING', { data: { questionId: 'q1', seconds: 1_000_001 } }],
  ['data.questionId', 'ANSWER_TIMING', { data: { seconds: 1 } }],
  ['data.questionId', 'ANSWER_TIMING', { data: { seconds: 1, questionId: '' } }],
  ['data.questionId', 'ANSWER_TIMING', { data: { seconds: 1, questionId: 'q'.repeat(201) } }],
])('what the backend would refuse for its %s is an error that names it: %s %j', (field, type, details) => {
  expect(() => make(type, details)).toThrow(RangeError);
  expect(() => make(type, details)).toThrow(new RegExp(`^${field.replace('.', '\\.')} `));
});

test('what the backend takes at the limit is taken', () => {
  expect(make('NO_FACE', { confidence: 1, durationMs: 7 * 24 * 3_600_000, label: '😀'.repeat(100), data: nested(16) })).toMatchObject({
    type: 'NO_FACE', confidence: 1, at: 1_000,
  });
  expect(make('NO_FACE', { confidence: 0, durationMs: 0 })).toMatchObject({ confidence: 0, durationMs: 0 });
  expect(make('NO_FACE', { occurredAt: new Date(5) }).at).toBe(5);
  expect([8e15, -8e15].map(occurredAt => make('NO_FACE', { occurredAt }).at)).toEqual([8e15, -8e15]);
  for (const seconds of [0, 1_000_000]) {
    const data = { seconds, questionId: 'q'.repeat(200) };
    expect(make('ANSWER_TIMING', { data }).data).toEqual(data);
  }
});

test('data are copied, as JSON has them', () => {
  const data = { boxes: [1], gone: () => 1 };
  const event = make('MULTIPLE_FACES', { data });
  data.boxes.push(2);
  expect(event.data).toEqual({ boxes: [1] });
});

test('the largest event that is taken is far below the 16 KB that the backend takes', () => {
  const data = { text: 'x'.repeat(8 * 1024 - '{"text":""}'.length) };
  const event = { ...make('OBJECT_DETECTED', { label: '\u0001'.repeat(200), data, confidence: 0.123456789012, durationMs: 604_799_999 }), corrected: true, seq: 1_000_000 };
  expect(new TextEncoder().encode(toBody([event], createClock())).length).toBeLessThan(10 * 1024);
  expect(() => make('OBJECT_DETECTED', { data: { text: `${data.text}x` } })).toThrow('data must be at most 8192 bytes');
});
