/** English texts. Keys say what is meant; `tr.ts` must have the same ones. */
import { common, errors } from './en/common.ts';
import { letters, outcome, story } from './en/letters.ts';
import { attention, health, overview } from './en/overview.ts';
import { aliases, appPasswords, dns, domains, people } from './en/directory.ts';
import { queue } from './en/queue.ts';
import { sessions } from './en/sessions.ts';
import { firstRun, log, settings } from './en/system.ts';
import { engine, keys, login, nav, server } from './en/shell.ts';

export const en = {
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
