// @vitest-environment node
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { expect, test } from 'vitest';

const largest = 10_000;

test('the agent is one module without imports, of at most 10 KB packed', async () => {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const [{ output }] = await build({ root, configFile: `${root}vite.config.ts`, logLevel: 'silent', build: { write: false } }) as Rolldown.RolldownOutput[] as [Rolldown.RolldownOutput];
  const chunks = output.filter(file => file.type === 'chunk');
  expect(chunks.map(chunk => [chunk.fileName, chunk.imports, chunk.dynamicImports])).toEqual([['agent.js', [], []]]);
  expect(chunks[0]!.exports).toContain('createAgent');
  expect(gzipSync(chunks[0]!.code).length).toBeLessThanOrEqual(largest);
}, 120_000);
