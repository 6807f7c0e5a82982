import { afterEach, beforeEach, vi } from 'vitest';
import type { Agent } from '../src/index.js';
import { agentFor, Backend } from './support.js';

/** Of the present test. */
export let backend: Backend;

const agents: Agent[] = [];

/** An agent that was started and is stopped after the test. */
export function started(...args: Parameters<typeof agentFor>) {
  const agent = agentFor(...args);
  agents.push(agent);
  agent.start();
  return agent;
}

export function useBackend() {
  beforeEach(() => { backend = new Backend(); });
  afterEach(async () => {
    backend.answer = request => backend.accept(request);
    await Promise.all(agents.splice(0).map(agent => agent.stop()));
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });
}
