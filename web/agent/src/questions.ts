import type { Emit } from './events.js';

/** How long answers take, across reloads of the tab. */
export interface Questions {
  show(questionId: string): void;
  answer(questionId: string, seconds?: number): string | undefined;
}

export function createQuestions(sessionId: string, emit: Emit, now: () => number): Questions {
  const key = `proctoring-questions-${sessionId}`;
  const shown = new Map<string, number>(read(key));
  const save = () => {
    try {
      sessionStorage.setItem(key, JSON.stringify([...shown]));
    } catch {
      // Then a reload forgets when the questions were shown.
    }
  };
  return {
    show(questionId) {
      if (shown.has(questionId)) return;
      shown.set(questionId, now());
      save();
    },
    answer(questionId, seconds) {
      const since = shown.get(questionId);
      const taken = seconds ?? (since === undefined ? undefined : Math.max(0, now() - since) / 1000);
      if (taken === undefined) throw new RangeError(`questionId ${questionId} was not shown: call showQuestion first or give the seconds`);
      const id = emit('ANSWER_TIMING', { data: { questionId, seconds: Math.round(taken * 10) / 10 } });
      shown.delete(questionId);
      save();
      return id;
    },
  };
}

function read(key: string): [string, number][] {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? '[]') as [string, number][];
  } catch {
    return [];
  }
}
