#!/usr/bin/env node
// The measuring stick. See README.md.
import os from 'node:os';
import { args, T, RUNS, SCALE, outFile, doc, save, count } from './lib/context.mjs';
import { now } from './lib/util.mjs';

const ALL = ['smtp', 'latency', 'append', 'imap', 'responsive', 'logins', 'idle500', 'pop3', 'queue', 'disk', 'cold'];
const NEEDS = {
  smtp: ['smtp'],
  latency: ['smtp', 'imap'],
  append: ['imap'],
  imap: ['imap'],
  responsive: ['smtp', 'imap'],
  logins: ['imap'],
  idle500: ['smtp', 'imap'],
  pop3: ['imap', 'pop3'],
  queue: ['smtp'],
  disk: ['smtp', 'imap', 'dataDirs'],
  cold: [],
};
const list = (x) => (x ? String(x).split(',') : []);
const suites = (args.suites ? list(args.suites) : ALL).filter((s) => !list(args.skip).includes(s));
const unknown = suites.filter((s) => !NEEDS[s]);
if (unknown.length) {
  console.error(`no suite ${unknown.join(', ')}; there are ${ALL.join(' ')}`);
  process.exit(2);
}

console.log(
  `target ${T.name}, suites ${suites.join(',')}, runs ${RUNS}, scale ${SCALE}, load ${os.loadavg().map((x) => x.toFixed(2))}`,
);
for (const s of suites) {
  const lacks = NEEDS[s].filter((k) => !T[k]);
  if (lacks.length) {
    console.log(`-- ${s}: left out, the target has no ${lacks.join(', ')}`);
    continue;
  }
  const t = now();
  doc.errors = (doc.errors ?? []).filter((e) => e.suite !== s);
  try {
    const { default: run } = await import(`./suites/${s}.mjs`);
    await run();
  } catch (e) {
    count.failures++;
    console.error(`${s}: FAILED ${e.stack}`);
    doc.errors.push({ suite: s, error: String(e.message), when: new Date().toISOString() });
  }
  if (!doc.errors.length) delete doc.errors;
  save();
  console.log(`-- ${s}: ${((now() - t) / 1000).toFixed(1)} s`);
}
console.log(`${outFile}: ${doc.rows.length} rows, ${count.failures} failures`);
process.exit(count.failures ? 1 : 0);
