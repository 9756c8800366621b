/** Türkçe metinler. Değişkenlere ek getirilmez. */
import type { en } from './en.ts';
import type { Shape } from './texts.ts';
import { common, errors } from './tr/common.ts';
import { letters, outcome, story } from './tr/letters.ts';
import { attention, health, overview } from './tr/overview.ts';
import { aliases, appPasswords, dns, domains, people } from './tr/directory.ts';
import { queue } from './tr/queue.ts';
import { sessions } from './tr/sessions.ts';
import { firstRun, log, settings } from './tr/system.ts';
import { engine, keys, login, nav, server } from './tr/shell.ts';

export const tr: Shape<typeof en> = {
  common,
  errors,
  nav,
  server,
  keys,
  engine,
  login,
  overview,
  attention,
  health,
  letters,
  story,
  outcome,
  queue,
  domains,
  dns,
  people,
  appPasswords,
  aliases,
  log,
  settings,
  sessions,
  firstRun,
};
