/** The same screens in Debian's Chromium against `postane serve`: HTTPS, login, WebSocket, content security policy. */
import { chromium, type Browser, type Page } from 'playwright-core';
import { connectLocalSocket } from '../../engine/control/transport/local-socket-client.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addPeople, PEOPLE, run, startPostane, until, type Postane } from '../helpers/postane.ts';
import { LOOKS, SCREENS, dress, settled, walk } from './helpers/screens.ts';

let postane: Postane;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  postane = await startPostane();
  await addPeople(postane);
  await run(
    'curl',
    [
      '-sS',
      `smtp://127.0.0.1:${postane.port('smtp')}/client.test`,
      '--mail-from',
      'biri@uzak.test',
      '--mail-rcpt',
      PEOPLE.ayse.address,
      '-T',
      '-',
    ],
    { input: 'From: Biri <biri@uzak.test>\r\nSubject: Teklif ışık\r\nMessage-ID: <w1@uzak.test>\r\n\r\nMerhaba\r\n' },
  );
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: { width: 1280, height: 820 } });
  page = await context.newPage();
}, 120_000);
afterAll(async () => {
  await browser.close();
  await postane.stop();
  postane.remove();
});

test('a stranger sees the sign-in and nothing else', async () => {
  await page.goto(postane.ready.url);
  await page.waitForSelector('input[type=password]');
  const { base } = { base: new URL(postane.ready.url).origin };
  const refused = await page.request.post(`${base}/login`, {
    data: { address: PEOPLE.ayse.address, password: 'yanlis' },
    headers: { origin: base },
  });
  expect(refused.status()).toBe(401);
  const foreign = await page.request.post(`${base}/login`, {
    data: { address: PEOPLE.ayse.address, password: PEOPLE.ayse.password },
    headers: { origin: 'https://evil.test' },
  });
  expect(foreign.status()).toBe(403);
});

test('signs in by the one-time link, once', async () => {
  const control = await connectLocalSocket(postane.data);
  await control.call('firstRun.finish', { language: 'en' });
  control.close();
  const { url } = JSON.parse(await postane.cli(['login-link', '--json'])) as { url: string };
  await page.goto('about:blank');
  await page.goto(url);
  await page.waitForSelector('nav');
  await settled(page);
  expect(page.url()).not.toContain('login=');
  const cookies = await page.context().cookies();
  expect(cookies).toMatchObject([{ secure: true, httpOnly: true, sameSite: 'Strict' }]);
  const other = await browser.newContext({ ignoreHTTPSErrors: true });
  const second = await other.newPage();
  await second.goto(url);
  await second.waitForSelector('input[type=password]');
  await other.close();
});

for (const look of LOOKS) {
  test(`every screen in ${look.language}, ${look.theme}`, async () => {
    await dress(page, look);
    const letters = JSON.parse(await postane.cli(['trace', 'biri@uzak.test', '--json'])) as {
      letter: { id: string };
    }[];
    const findings = await walk(page, 'chromium', look, [
      ...SCREENS,
      { name: 'message', path: `/messages/${letters[0]!.letter.id}` },
    ]);
    expect(findings).toEqual([]);
  }, 120_000);
}

test('what happens in the engine shows by itself', async () => {
  await page.evaluate(() => (location.hash = '#/people'));
  await settled(page);
  await postane.cli(['account', 'add', 'yeni@firma.test', '--password-stdin'], 'yeni-parola-55\n');
  await until(async () => (await page.textContent('main'))?.includes('yeni@firma.test'), 10_000);
});
