import { fileURLToPath } from 'node:url';
import preact from '@preact/preset-vite';
import { defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const backend = process.env.PROCTORING_URL ?? 'http://localhost:7071';

/** The pages run nothing but their own files, and talk to nobody but the backend and its SignalR service, wherever those are. */
const contentSecurityPolicy = [
  "default-src 'self'",
  "connect-src 'self' https: wss: http://localhost:* ws://localhost:* http://127.0.0.1:* ws://127.0.0.1:*",
  "img-src 'self' data:",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

// The pages: an entrance, the proctors' console and the demo exam. They are static and find their backend in /config.json.
export default defineConfig({
  plugins: [
    preact(),
    {
      name: 'content-security-policy',
      apply: 'build',
      transformIndexHtml: () => [
        { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: contentSecurityPolicy }, injectTo: 'head-prepend' },
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
