import type { Role } from '../shared/types';

/**
 * What the console offers a role. The server decides what anybody may; this only leaves out what it would refuse. A role that is
 * not listed may nothing.
 */
export interface Rights {
  /** Reads all sessions, resolves alerts, reviews, and asks for reports. */
  readonly judge: boolean;
  /** Controls running sessions, overrides their score, and plans exams and sessions. */
  readonly control: boolean;
  /** Adds people. */
  readonly addPeople: boolean;
}

const rights: Partial<Record<string, Rights>> = {
  admin: { judge: true, control: true, addPeople: true },
  proctor: { judge: true, control: true, addPeople: false },
  reviewer: { judge: true, control: false, addPeople: false },
};

const none: Rights = { judge: false, control: false, addPeople: false };

export const rightsOf = (role: Role | string | undefined): Rights => rights[role ?? ''] ?? none;
