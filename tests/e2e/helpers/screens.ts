/** Walks through every screen in both languages and themes: takes its picture, asks axe, counts breaches of the content security policy. */
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { projectRoot } from './launch.ts';

export interface ScreenFinding {
  readonly screen: string;
  readonly what: string;
}
export interface ScreenPlace {
  readonly name: string;
  readonly path: string;
}
const ALL_LOOKS = [
  { language: 'en', theme: 'light' },
  { language: 'tr', theme: 'dark' },
  { language: 'en', theme: 'dark' },
  { language: 'tr', theme: 'light' },
] as const;
/** The short form sees each language and each theme once; the full form every pair. */
export const LOOKS = process.env.POSTANE_TEST_FULL === '1' ? ALL_LOOKS : ALL_LOOKS.slice(0, 2);
export const SCREENS: readonly ScreenPlace[] = [
  { name: 'overview', path: '/' },
  { name: 'messages', path: '/messages' },
  { name: 'queue', path: '/queue' },
  { name: 'domains', path: '/domains' },
  { name: 'domain', path: '/domains/firma.test' },
  { name: 'people', path: '/people' },
  { name: 'aliases', path: '/aliases' },
  { name: 'health', path: '/health' },
  { name: 'log', path: '/log' },
  { name: 'settings', path: '/settings' },
  { name: 'sessions', path: '/sessions' },
];
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeWindow {
  axe: {
    run(
      root: unknown,
      options: unknown,
    ): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }>;
  };
  breaches?: string[];
}

export type Look = (typeof ALL_LOOKS)[number];

/** Sets language and theme as the person's choice and loads the page anew. */
export async function dress(page: Page, look: Look): Promise<void> {
  await page.evaluate(
    (state) =>
      localStorage.setItem(
        'postane.preferences',
        JSON.stringify({ state: { density: 'comfortable', textZoom: 1, ...state }, version: 1 }),
      ),
    look,
  );
  await page.reload();
  await page.waitForSelector('h1');
  await page.evaluate(() => {
    const breaches: string[] = [];
    (globalThis as unknown as AxeWindow).breaches = breaches;
    document.addEventListener('securitypolicyviolation', (event) =>
      breaches.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
    );
  });
}

/** Takes the picture of what the page shows now. @returns what is wrong with it; empty when nothing is */
export async function photograph(
  page: Page,
  folder: string,
  name: string,
  look: Look,
): Promise<readonly ScreenFinding[]> {
  const pictures = path.join(projectRoot, 'artefacts', folder);
  mkdirSync(pictures, { recursive: true });
  const screen = `${name}-${look.language}-${look.theme}`;
  // Nothing is under the pointer, so that nothing looks chosen.
  await page.mouse.move(0, 0);
  await settled(page);
  await page.screenshot({ path: path.join(pictures, `${screen}.png`) });
  const heading = await page.locator('h1').count();
  return [
    ...(await axe(page)).map((what) => ({ screen, what })),
    ...(heading === 1 ? [] : [{ screen, what: `${heading} level-1 headings` }]),
    ...(await overflows(page)).map((what) => ({ screen, what })),
  ];
}

/** Breaches of the policy since the page was dressed. */
export async function policyBreaches(page: Page, look: Look): Promise<readonly ScreenFinding[]> {
  const breaches = await page.evaluate(
    () => (globalThis as unknown as AxeWindow).breaches ?? ['the page was loaded anew'],
  );
  return breaches.map((what) => ({ screen: `${look.language}-${look.theme}`, what: `policy breach: ${what}` }));
}

/** Elements whose text is wider than they are although nothing was made to cut it off, and pages wider than the window. */
function overflows(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wide = document.documentElement.scrollWidth > innerWidth ? ['the page is wider than the window'] : [];
    const cut = [
      ...document.querySelectorAll<HTMLElement>('button, a, h1, h2, h3, p, label, dt, span:not([role=checkbox])'),
    ].filter(
      (element) => element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX === 'visible',
    );
    return [
      ...wide,
      ...cut
        .filter((element) => getComputedStyle(element).display !== 'inline')
        .map((element) => `text runs out of ${element.outerHTML.slice(0, 160)}`),
    ];
  });
}

/** @returns what is wrong with the screens; empty when nothing is */
export async function walk(
  page: Page,
  folder: string,
  look: Look,
  screens: readonly ScreenPlace[],
): Promise<readonly ScreenFinding[]> {
  const findings: ScreenFinding[] = [];
  for (const { name, path: place } of screens) {
    await page.evaluate((hash) => (location.hash = hash), `#${place}`);
    findings.push(...(await photograph(page, folder, name, look)));
    // Without its sidebar this is the sign-in or a failure, not the screen.
    if ((await page.locator('nav').count()) === 0)
      findings.push({ screen: name, what: `not there: ${await page.locator('h1').first().textContent()}` });
  }
  return [...findings, ...(await policyBreaches(page, look))];
}

/** Until nothing is loading: no busy region, and the picture no longer changes place. */
export async function settled(page: Page): Promise<void> {
  await page.waitForSelector('h1');
  await page.waitForFunction(() => document.querySelector('[aria-busy=true]') === null, undefined, { timeout: 15_000 });
  await page.waitForTimeout(400);
}

export async function axe(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() => {
    // A layer above the page is no landmark of it, and what keeps the focus inside is there for the focus alone.
    const layer = document.querySelector('[role=menu]') !== null;
    const forced = matchMedia('(forced-colors: active)').matches;
    return (globalThis as unknown as AxeWindow).axe.run(
      { exclude: [['[data-base-ui-focus-guard]']] },
      {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
        // Colours that the system forces are its own affair; axe sees those that it replaced.
        rules: { region: { enabled: !layer }, 'color-contrast': { enabled: !forced } },
      },
    );
  });
  return violations.map(
    (one) =>
      `axe ${one.id}: ${one.nodes.map((node) => `${node.html.slice(0, 160)} ${node.failureSummary.replace(/\s+/g, ' ')}`).join(' | ')}`,
  );
}
