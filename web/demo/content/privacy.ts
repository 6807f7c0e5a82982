import type { Exam } from '../../shared/types';

/** What the candidate agrees to. It must stay true to what the agent captures. */
export function captured(exam: Exam | null): string[] {
  return [
    'When this page is hidden or loses the focus, and for how long',
    'When full screen is left',
    `That something was copied or pasted, not what${exam?.allowCopyPaste ? ' (allowed in this exam)' : ''}`,
    'Use of the context menu, developer tools and blocked shortcuts',
    'How fast you type and move the pointer, and the time each answer takes',
    'If you switch them on: that camera or microphone went off',
  ];
}

export const neverCaptured: readonly string[] = [
  'What you type, apart from the answers you hand in',
  'What is on your clipboard, your screen or in other tabs',
  'Sound or pictures: your camera is shown to you only',
  'Anything after the exam has ended',
];
