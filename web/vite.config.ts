import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import preact from '@preact/preset-vite';
import { defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const backend = process.env.PROCTORING_URL ?? 'http://localhost:7071';

/**
 * The pages run nothing but their own files, and talk to nobody but the backend and its SignalR service, wherever those are. The
 * policy that the static web site sends stands in the pages, too, for hosts that send none; a page cannot say who may frame it.
 */
function contentSecurityPolicy(): string {
  const { globalHeaders } = JSON.parse(readFileSync(here('public/staticwebapp.config.json'), 'utf8')) as { globalHeaders: Record<string, string> };
  return globalHeaders['Content-Security-Policy']!
    .split('; ')
    .filter((directive) => !directive.startsWith('frame-ancestors'))
    .map((directive) => (directive.startsWith('connect-src') ? `${directive} ${loopback}` : directive))
    .join('; ');
}

const loopback = 'http://localhost:* ws://localhost:* http://127.0.0.1:* ws://127.0.0.1:*';

// The pages: an entrance, the proctors' console and the demo exam. They are static and find their backend in /config.json.
export default defineConfig({
  plugins: [
    preact(),
    {
      name: 'content-security-policy',
      apply: 'build',
      transformIndexHtml: () => [
        { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: contentSecurityPolicy() }, injectTo: 'head-prepend' },
      ],
    },
  ],
  resolve: { alias: { '@proctoring/agent': here('agent/src/index.ts') } },
  build: {
    target: 'es2022',
    rolldownOptions: { input: { entrance: here('index.html'), console: here('console/index.html'), demo: here('demo/index.html') } },
  },
  server: { proxy: { '/api': backend, '/client': { target: backend, ws: true } } },
  test: { include: ['{agent,console,demo,shared}/**/*.test.ts?(x)'], environment: 'happy-dom' },
});
