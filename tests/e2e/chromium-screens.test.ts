/** The same screens in Debian's Chromium against `postane serve`: HTTPS, login, WebSocket, content security policy. */
import { chromium, type Browser, type Page } from 'playwright-core';
import { connectLocalSocket } from '../../engine/control/transport/local-socket-client.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signIn } from '../helpers/mail-logins.ts';
import { addPeople, PEOPLE, run, startPostane, until, type Postane } from '../helpers/postane.ts';
import { LOOKS, SCREENS, dress, photograph, policyBreaches, settled, walk } from './helpers/screens.ts';

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

const AYSE_ROW = '[role=row]:has-text("ayse@firma.test")';
const WORDS = {
  en: { open: 'People', make: 'Make an app password', label: 'Program or device', done: 'Done', revoke: 'Revoke' },
  tr: {
    ...{ open: 'Kullanıcılar', make: 'Uygulama parolası oluştur', label: 'Program veya aygıt' },
    ...{ done: 'Bitti', revoke: 'İptal et' },
  },
} as const;
for (const look of LOOKS) {
  test(`an app password is made, shown once and revoked in ${look.language}, ${look.theme}`, async () => {
    const { open, make, label, done, revoke } = WORDS[look.language];
    const name = `Telefon ${look.language}`;
    await page.evaluate(() => (location.hash = '#/people'));
    await dress(page, look);
    await page.getByRole('heading', { level: 1, name: open }).waitFor();
    await page.locator(AYSE_ROW).click();
    const person = page.getByRole('dialog').first();
    await person.getByRole('button', { name: make }).click();
    const dialog = page.getByRole('dialog').last();
    await dialog.getByRole('button', { name: make }).click();
    expect(await dialog.getByRole('alert').allTextContents()).toContainEqual(expect.stringMatching(/\S/));
    await dialog.getByLabel(label).fill(name);
    const findings = [...(await photograph(page, 'chromium', 'app-password-form', look))];
    await dialog.getByRole('button', { name: make }).click();
    const password = (await dialog.locator('code').last().textContent()) ?? '';
    expect(password).toMatch(/^[a-z]{4}(-[a-z]{4}){5}$/);
    findings.push(...(await photograph(page, 'chromium', 'app-password-once', look)));
    await dialog.getByRole('button', { name: done, exact: true }).click();
    await person.getByText(name).waitFor();
    expect(await page.content()).not.toContain(password);
    findings.push(...(await photograph(page, 'chromium', 'app-passwords', look)));
    const signedIn = await signIn((listener) => postane.port(listener), 'imap', 'PLAIN', {
      login: PEOPLE.ayse.address,
      password,
    });
    expect(signedIn.isOk).toBe(true);
    await person.getByRole('button', { name: new RegExp(`${revoke}.*${name}`) }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: revoke, exact: true }).click();
    await expect(signedIn.client.until(/^nothing more$/)).rejects.toThrow(/connection ended/);
    await person.getByText(name).waitFor({ state: 'detached' });
    expect([...findings, ...(await policyBreaches(page, look))]).toEqual([]);
    await page.keyboard.press('Escape');
  }, 120_000);
}
