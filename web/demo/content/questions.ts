/** The questions of the sample paper. Exams of the API have none: they belong to the exam platform that this page stands for. */
export interface Choice {
  kind: 'choice';
  options: { id: string; text: string }[];
  /** Several may be right. */
  multiple?: boolean;
}

export interface Text {
  kind: 'text';
  /** Lines that the field shows at first. */
  lines: number;
  hint?: string;
}

export interface Code {
  kind: 'code';
  language: string;
  starter: string;
}

export type Question = { id: string; title: string; body: string; points: number } & (Choice | Text | Code);

export const questions: readonly Question[] = [
  {
    id: 'delivery', kind: 'choice', points: 5,
    title: 'Delivery guarantees',
    body: 'A consumer records its position in a stream only after it has processed a message. It is killed between the two. '
      + 'What does it see when it starts again?',
    options: [
      { id: 'a', text: 'The message again: delivery is at least once.' },
      { id: 'b', text: 'The next message: delivery is at most once.' },
      { id: 'c', text: 'Nothing until a new message is sent.' },
      { id: 'd', text: 'The message again, but only if the producer resends it.' },
    ],
  },
  {
    id: 'idempotent', kind: 'choice', multiple: true, points: 10,
    title: 'Doing a thing twice',
    body: 'Which of these operations leave the same state however often they are repeated? Choose all that apply.',
    options: [
      { id: 'a', text: 'Set the status of an order to “shipped”.' },
      { id: 'b', text: 'Add 10 to an account’s balance.' },
      { id: 'c', text: 'Insert a row under a key that the client chose, unless that key is there.' },
      { id: 'd', text: 'Append a line to a log.' },
    ],
  },
  {
    id: 'partition', kind: 'text', lines: 9, points: 20,
    title: 'Order and scale',
    body: 'A queue keeps the order of messages within a partition, not between partitions. A bank wants transfers of the same '
      + 'account processed in order, and ten times its present throughput. How should it choose the partition of a message, and '
      + 'what becomes harder when it later adds partitions?',
    hint: 'About 100 to 200 words.',
  },
  {
    id: 'dedupe', kind: 'code', language: 'Python', points: 25,
    title: 'Drop the repeats',
    body: 'Complete the function: it yields every event once, in the order of arrival, where repeats carry the same id. '
      + 'It must not need more memory than for the ids of the last window events.',
    starter: 'from collections import deque\n\n\ndef distinct(events, window):\n    """Yields events whose id is not among the last ones."""\n    ',
  },
  {
    id: 'clock', kind: 'choice', points: 5,
    title: 'Whose clock?',
    body: 'Two servers stamp events with their own clocks, which may differ by 200 ms. An event of server A is stamped 100 ms before '
      + 'one of server B. What follows?',
    options: [
      { id: 'a', text: 'A’s event happened first.' },
      { id: 'b', text: 'B’s event happened first.' },
      { id: 'c', text: 'Neither can be said from the stamps alone.' },
    ],
  },
  {
    id: 'backoff', kind: 'text', lines: 6, points: 15,
    title: 'After the outage',
    body: 'Ten thousand clients lost their connection in the same second and all try again after exactly 1, 2, 4, 8 … seconds. '
      + 'What happens to the server, and what would you change?',
    hint: 'About 50 to 100 words.',
  },
];
