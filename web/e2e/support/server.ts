import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { TestProject } from 'vitest/node';
import { chromiumPath } from './chromium';

declare module 'vitest' {
  interface ProvidedContext {
    server: Server;
  }
}

export interface Server {
  /** Without a slash at the end. */
  url: string;
  operatorKey: string;
  /** Where the pages' connections to the SignalR service go: a test that wants to cut them listens here. */
  livePort: number;
  port: number;
}

const root = resolve(import.meta.dirname, '../../..');
const startWithinMs = 120_000;
const stopWithinMs = 20_000;

/** The real server on ports and a data folder of its own, built before from what is there. */
export default async function setup(project: TestProject) {
  chromiumPath();
  build();
  const folder = await mkdtemp(join(tmpdir(), 'proctoring-e2e-'));
  const { server, process } = await start(folder);
  project.provide('server', server);
  return async () => {
    await stop(process);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
}

function build() {
  if (process.env.PROCTORING_E2E_NO_BUILD) return;
  const built = spawnSync('dotnet', ['build', 'src/Functions', '--nologo', '-v', 'quiet'], { cwd: root, encoding: 'utf8' });
  if (built.error) throw new Error(`dotnet cannot be run: ${built.error.message}`);
  if (built.status !== 0) throw new Error(`dotnet build src/Functions failed:\n${built.stdout}${built.stderr}`);
}

async function start(folder: string): Promise<{ server: Server; process: ChildProcess }> {
  const program = join(root, 'src/Functions/bin/Debug/net10.0/Proctoring.Functions.dll');
  if (!existsSync(program)) throw new Error(`${program} is missing: build it with dotnet build src/Functions.`);
  const livePort = await freePort();
  const child = spawn('dotnet', [
    program, '--port', '0', '--Local:DataFolder', folder,
    // One candidate opens hundreds of pages here within a minute.
    '--Limits:NegotiationsPerMinute', '100000',
    '--AzureSignalRConnectionString', `Endpoint=http://localhost:${livePort};AccessKey=${randomBytes(32).toString('base64url')};Version=1.0;`,
  ], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  child.stdout.on('data', (data) => (printed += data));
  child.stderr.on('data', (data) => (printed += data));

  const deadline = Date.now() + startWithinMs;
  for (;;) {
    const url = /Listening on (http:\/\/localhost:(\d+))/.exec(printed);
    const key = /operator key +(\S+)/.exec(printed);
    if (url && key && await isHealthy(url[1]!)) {
      return { server: { url: url[1]!, port: Number(url[2]), operatorKey: key[1]!, livePort }, process: child };
    }
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop(child);
      throw new Error(`The server did not start:\n${printed}`);
    }
    await pause(100);
  }
}

async function isHealthy(url: string) {
  return (await fetch(`${url}/api/health`).catch(() => null))?.ok ?? false;
}

async function stop(child: ChildProcess) {
  if (child.exitCode !== null) return;
  const exited = new Promise((done) => child.once('exit', done));
  child.kill('SIGINT');
  const late = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
  await exited;
  clearTimeout(late);
}

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  return new Promise((done) => {
    const probe = createServer().listen(0, 'localhost', () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
