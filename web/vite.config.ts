import { fileURLToPath } from 'node:url';
import preact from '@preact/preset-vite';
import { defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const backend = process.env.PROCTORING_URL ?? 'http://localhost:7071';

// The pages: an entrance, the proctors' console and the demo exam. They are static and find their backend in /config.json.
export default defineConfig({
  plugins: [preact()],
  resolve: { alias: { '@proctoring/agent': here('agent/src/index.ts') } },
  build: {
    target: 'es2022',
    rolldownOptions: { input: { entrance: here('index.html'), console: here('console/index.html'), demo: here('demo/index.html') } },
  },
  server: { proxy: { '/api': backend, '/client': { target: backend, ws: true } } },
  test: { include: ['{agent,console,demo,shared}/**/*.test.ts?(x)'], environment: 'happy-dom' },
});
