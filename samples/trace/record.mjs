// Records session.jsonl: drives a real Chromium over page.html as a candidate would use it and writes down, as JSON
// lines, the proctoring events that the browser's own events became.
//   npm ci && xvfb-run -a node record.mjs [chromium] > session.jsonl
// (npm ci warns on Node 20, which puppeteer does not promise; it works there.)
// A window on a (virtual) display is needed: headless pages never become hidden or lose the focus.
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';

const executablePath = process.argv[2] ?? '/usr/bin/chromium';
const page_ = await readFile(new URL('page.html', import.meta.url));
const server = createServer((_, reply) => reply.setHeader('content-type', 'text/html').end(page_)).listen(0, '127.0.0.1');
await once(server, 'listening');
const profile = await mkdtemp(join(tmpdir(), 'trace-'));
const pause = ms => new Promise(done => setTimeout(done, ms));

const browser = await puppeteer.launch({
  executablePath, headless: false, defaultViewport: null, userDataDir: profile,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--window-size=1000,700'],
});
try {
  const [exam] = await browser.pages();
  await exam.exposeFunction('recordEvent', line => process.stdout.write(line + '\n'));
  await exam.goto(`http://127.0.0.1:${server.address().port}/`);
  await exam.bringToFront();

  const wander = async () => {
    for (let i = 0; i < 12; i++) {
      await exam.mouse.move(200 + 300 * Math.sin(i / 2) ** 2 + 20 * i, 150 + 25 * i, { steps: 6 });
      await pause(90);
    }
  };
  const type = async (text, delay) => { await exam.click('#answer'); await exam.keyboard.type(text, { delay }); };
  const chord = async key => {
    await exam.keyboard.down('Control');
    await exam.keyboard.press(key, { commands: [key === 'c' ? 'copy' : 'paste'] });
    await exam.keyboard.up('Control');
  };
  const lookUp = async ms => {
    const other = await browser.newPage();
    await other.goto('about:blank');
    await other.bringToFront();
    await pause(ms);
    await other.close();
    await exam.bringToFront();
    await pause(400);
  };

  await wander();
  await type('A queue lets the producer go on when the consumer is slow or away, and ', 85);
  await lookUp(4200);
  await type('the consumer reads at its own speed and can be restarted at any time.', 70);
  await wander();
  await exam.click('#next');
  await exam.click('#text', { count: 3 });
  await chord('c');
  await exam.click('#text', { button: 'right' });
  await lookUp(6800);
  await exam.click('#answer');
  await chord('v');
  await wander();
  await exam.click('#next');
  await type('It also keeps the order of the messages of one session within a partition. ', 60);
  await lookUp(2500);
  await wander();
  await exam.click('#next');
  await pause(5500);
} finally {
  await browser.close();
  server.close();
  await rm(profile, { recursive: true, force: true });
}
