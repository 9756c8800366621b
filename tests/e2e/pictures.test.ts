/** What the walk through the screens does not come by: the first run, dialogs, empty lists, a letter's story, the sign-in, forced colours. */
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { en } from '../../renderer/i18n/en.ts';
import { tr } from '../../renderer/i18n/tr.ts';
import { projectRoot, run, startPostane, type Postane } from '../helpers/postane.ts';
import {
  LOOKS,
  SCREENS,
  dress,
  photograph,
  policyBreaches,
  settled,
  walk,
  type Look,
  type ScreenFinding,
} from './helpers/screens.ts';

const FOLDER = 'pictures';
const TEXTS = { en, tr };
const FULL = process.env.POSTANE_TEST_FULL === '1';
/** The short form takes them in one look, the full form in all. */
const SHOWN: readonly Look[] = FULL ? LOOKS : LOOKS.slice(1);
let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  });
}, 60_000);
afterAll(() => browser.close());

for (const look of SHOWN) {
  test(`in ${look.language}, ${look.theme}`, async () => {
    const postane = await startPostane();
    const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: { width: 1280, height: 820 } });
    try {
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      const findings = [
        ...(await signIn(page, postane, look)),
        ...(await firstRun(page, look)),
        ...(await emptyScreens(page, look)),
        ...(await letterStory(page, postane, look)),
        ...(await dialogs(page, look)),
        ...(await otherMedia(page, look)),
        ...(await engineGone(page, postane, look)),
      ];
      expect(findings).toEqual([]);
    } catch (error) {
      // What was on the screen tells more than the line that waited for something else.
      await context.pages()[0]?.screenshot({ path: path.join(projectRoot, 'artefacts', FOLDER, 'failure.png') });
      throw error;
    } finally {
      await context.close();
      await postane.kill();
      postane.remove();
    }
  }, 240_000);
}

/** The sign-in, with a link that is no longer good; then one that is, given to the tab that is open already. */
async function signIn(page: Page, postane: Postane, look: Look): Promise<ScreenFinding[]> {
  await page.goto(`${postane.ready.url}#login=used-up`);
  await dress(page, look);
  const findings = [...(await photograph(page, FOLDER, 'sign-in', look))];
  await page.evaluate(() => (location.hash = '#login=used-up-too'));
  await page.getByText(TEXTS[look.language].login.linkUsed).waitFor();
  findings.push(...(await photograph(page, FOLDER, 'sign-in-used-link', look)));
  const { url } = JSON.parse(await postane.cli(['login-link', '--json'])) as { url: string };
  await page.evaluate((hash) => (location.hash = hash), new URL(url).hash);
  await page.getByText(TEXTS[look.language].firstRun.language, { exact: true }).waitFor();
  expect(page.url()).not.toContain('login=');
  return [...findings, ...(await policyBreaches(page, look))];
}

async function firstRun(page: Page, look: Look): Promise<ScreenFinding[]> {
  const { common, firstRun: words, people } = TEXTS[look.language];
  const findings: ScreenFinding[] = [];
  const take = async (name: string) => findings.push(...(await photograph(page, FOLDER, `first-run-${name}`, look)));
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  await take('1-language');
  await press(common.next);
  await take('2-kind');
  await page.getByRole('button', { name: words.kindReal }).click();
  await page.getByRole('textbox').first().fill('yanlış alan');
  await press(common.next);
  await take('3-domain-wrong');
  await page.getByRole('textbox').first().fill('firma.test');
  await take('3-domain');
  await press(common.next);
  await page.getByRole('heading', { name: words.person }).waitFor();
  await page.getByLabel(people.displayName, { exact: true }).fill('Ayşe Işık');
  await take('4-person');
  // Loaded anew, it goes on where it was.
  await dress(page, look);
  await page.getByRole('heading', { name: words.person }).waitFor();
  await page.getByLabel(people.displayName, { exact: true }).fill('Ayşe Işık');
  await press(common.next);
  await page.getByRole('heading', { name: words.ready }).waitFor();
  await take('5-password');
  await page.getByRole('checkbox').click();
  await press(common.next);
  await page.getByRole('heading', { name: words.finish }).waitFor();
  await take('6-finish');
  await press(words.open);
  await page.waitForSelector('nav');
  return findings;
}

async function emptyScreens(page: Page, look: Look): Promise<ScreenFinding[]> {
  const names = ['overview', 'messages', 'queue', 'aliases', 'log'];
  const empty = SCREENS.filter(({ name }) => names.includes(name)).map((screen) => ({
    ...screen,
    name: `empty-${screen.name}`,
  }));
  return [...(await walk(page, FOLDER, look, empty))];
}

async function letterStory(page: Page, postane: Postane, look: Look): Promise<ScreenFinding[]> {
  const letter =
    'From: Biri <biri@uzak.test>\r\nSubject: Teklif: ışık ve gölge\r\nMessage-ID: <p1@uzak.test>\r\n\r\nMerhaba\r\n';
  const smtp = `smtp://127.0.0.1:${postane.port('smtp')}/client.test`;
  const address = /\S+@firma\.test/.exec(await postane.cli(['account', 'list']))![0];
  const args = ['-sS', smtp, '--mail-from', 'biri@uzak.test', '--mail-rcpt', address, '-T', '-'];
  expect(await run('curl', args, { input: letter })).toMatchObject({ code: 0 });
  const [found] = JSON.parse(await postane.cli(['trace', 'biri@uzak.test', '--json'])) as { letter: { id: string } }[];
  const findings = [...(await walk(page, FOLDER, look, [{ name: 'message', path: `/messages/${found!.letter.id}` }]))];
  await page.getByRole('button', { name: TEXTS[look.language].story.showHeaders }).click();
  findings.push(...(await photograph(page, FOLDER, 'message-headers', look)));
  await page.keyboard.press('Escape');
  return findings;
}

async function dialogs(page: Page, look: Look): Promise<ScreenFinding[]> {
  const { aliases, common, domains, people } = TEXTS[look.language];
  const findings: ScreenFinding[] = [];
  const take = async (name: string) => findings.push(...(await photograph(page, FOLDER, `dialog-${name}`, look)));
  const go = async (place: string) => {
    await page.evaluate((hash) => (location.hash = hash), `#${place}`);
    await settled(page);
  };
  const press = (name: string) => page.getByRole('button', { name, exact: true }).last().click();
  const choose = async (item: string) => {
    await page.getByRole('button', { name: common.moreActionsFor.replace('{{name}}', 'Ayşe Işık') }).click();
    await page.getByRole('menuitem', { name: item }).waitFor();
    if (item === common.edit) await take('person-menu');
    await page.getByRole('menuitem', { name: item }).click();
  };
  const close = async () => {
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  };
  await go('/people?add');
  await take('add-person');
  await press(people.add);
  await take('add-person-missing');
  await page.getByLabel(people.displayName, { exact: true }).fill('Mehmet Çağlar');
  await press(people.add);
  await page.getByText(people.created).waitFor();
  await take('add-person-password');
  await press(common.done);
  await choose(common.edit);
  await take('change-person-quota');
  await close();
  await choose(people.newPassword);
  await page.getByRole('alertdialog').waitFor();
  await take('new-password-ask');
  await press(people.newPassword);
  await page.getByRole('heading', { name: people.newPasswordDone, exact: true }).waitFor();
  await take('new-password');
  await press(common.done);
  await choose(people.remove);
  await page.getByRole('alertdialog').waitFor();
  await take('remove-person');
  await page.keyboard.press('Escape');
  await go('/domains?add');
  await take('add-domain');
  await close();
  await go('/domains/firma.test');
  await press(domains.remove);
  await take('remove-domain');
  await page.keyboard.press('Escape');
  await go('/aliases');
  await press(aliases.add);
  await take('add-alias');
  await close();
  await go('/log');
  await page.locator('[role=log] span[title]').last().click();
  await take('log-line');
  await close();
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').waitFor();
  await take('palette');
  await close();
  await page.keyboard.press('?');
  await take('keys');
  await close();
  return [...findings, ...(await policyBreaches(page, look))];
}

/** Colours that the system forces, and no motion. */
async function otherMedia(page: Page, look: Look): Promise<ScreenFinding[]> {
  // The short form looks at those with a chart, a table and every kind of field.
  const screens = SCREENS.filter(({ name }) => FULL || ['overview', 'people', 'settings'].includes(name));
  const named = (prefix: string) => screens.map((screen) => ({ ...screen, name: `${prefix}-${screen.name}` }));
  await page.emulateMedia({ forcedColors: 'active' });
  const findings = [...(await walk(page, FOLDER, look, named('forced')))];
  await page.emulateMedia({ forcedColors: 'none', reducedMotion: 'reduce' });
  findings.push(...(await walk(page, FOLDER, look, named('still').slice(0, 2))));
  const moving = await page.evaluate(() =>
    document.getAnimations().map((animation) => String((animation.effect as KeyframeEffect | null)?.target?.outerHTML)),
  );
  findings.push(...moving.map((what) => ({ screen: 'still', what: `moves: ${what.slice(0, 160)}` })));
  await page.emulateMedia({ reducedMotion: null, forcedColors: null });
  return findings;
}

async function engineGone(page: Page, postane: Postane, look: Look): Promise<ScreenFinding[]> {
  await page.evaluate(() => (location.hash = '#/people'));
  await settled(page);
  await postane.kill();
  await page.locator('[role=alert] p').waitFor();
  return [...(await photograph(page, FOLDER, 'engine-gone', look)), ...(await policyBreaches(page, look))];
}
