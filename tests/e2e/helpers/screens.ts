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
      root: Document,
      options: unknown,
    ): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }>;
  };
  breaches?: string[];
}

/** Sets language and theme as the person's choice and loads the page anew. */
export async function dress(page: Page, look: (typeof LOOKS)[number]): Promise<void> {
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

/** @returns what is wrong with the screens; empty when nothing is */
export async function walk(
  page: Page,
  folder: string,
  look: (typeof LOOKS)[number],
  screens: readonly ScreenPlace[],
): Promise<readonly ScreenFinding[]> {
  const pictures = path.join(projectRoot, 'artefacts', folder);
  mkdirSync(pictures, { recursive: true });
  const findings: ScreenFinding[] = [];
  for (const { name, path: place } of screens) {
    const screen = `${name}-${look.language}-${look.theme}`;
    await page.evaluate((hash) => (location.hash = hash), `#${place}`);
    await settled(page);
    await page.screenshot({ path: path.join(pictures, `${screen}.png`) });
    for (const what of await axe(page)) findings.push({ screen, what });
    // Without its sidebar this is the sign-in or a failure, not the screen.
    if ((await page.locator('nav').count()) === 0)
      findings.push({ screen, what: `not there: ${await page.locator('h1').first().textContent()}` });
    const heading = await page.locator('h1').count();
    if (heading !== 1) findings.push({ screen, what: `${heading} level-1 headings` });
  }
  const breaches = await page.evaluate(
    () => (globalThis as unknown as AxeWindow).breaches ?? ['the page was loaded anew'],
  );
  return [
    ...findings,
    ...breaches.map((what) => ({ screen: `${look.language}-${look.theme}`, what: `policy breach: ${what}` })),
  ];
}

/** Until nothing is loading: no busy region, and the picture no longer changes place. */
export async function settled(page: Page): Promise<void> {
  await page.waitForSelector('h1');
  await page.waitForFunction(() => document.querySelector('[aria-busy=true]') === null, undefined, { timeout: 15_000 });
  await page.waitForTimeout(400);
}

export async function axe(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as AxeWindow).axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    }),
  );
  return violations.map(
    (one) =>
      `axe ${one.id}: ${one.nodes.map((node) => `${node.html.slice(0, 160)} ${node.failureSummary.replace(/\s+/g, ' ')}`).join(' | ')}`,
  );
}
