#!/usr/bin/env node
// Puts result files side by side.
//   node table.mjs A.json B.json [C.json ...] [--suite imap,smtp] [--last] [--md] [--noise 25]
// Ratio: each against A; with --last: the last one against each of the others. Always so that more than 1 means "the later one is better".
// Marks: ~ other processes used more than --noise % of the machine; FAIL a check failed; "sizes" taken with other --scale or --big, no ratio;
// "hits?" a search found another number of messages than in the file it is compared with.
import fs from 'node:fs';
import { parseArgs, fmt } from './lib/util.mjs';

const ORDER = ['smtp', 'latency', 'append', 'imap', 'responsive', 'logins', 'idle500', 'pop3', 'queue', 'disk', 'cold'];
const args = parseArgs(process.argv.slice(2), ['md', 'last']);
const docs = args._.map((f) => JSON.parse(fs.readFileSync(f, 'utf8')));
if (!docs.length || docs.some((d) => !d.rows)) {
  console.error('usage: table.mjs A.json [B.json ...] [--suite s] [--last] [--md]   (result files of bench.mjs)');
  process.exit(2);
}
const limit = +(args.noise ?? 25);
const wanted = args.suite ? String(args.suite).split(',') : ORDER;
const key = (r) => `${r.suite} ${r.row}`;
const rowsOf = docs.map((d) => new Map(d.rows.map((r) => [key(r), r])));
const rows = [...new Map(docs.flatMap((d) => d.rows).map((r) => [key(r), r])).values()].filter((r) =>
  wanted.includes(r.suite),
);
rows.sort((a, b) => ORDER.indexOf(a.suite) - ORDER.indexOf(b.suite));

const isLatency = (r) => r.suite === 'latency' || r.suite === 'responsive' || r.row.includes('push after');
function cell(r) {
  if (!r) return '-';
  let t = fmt(r.median);
  if (isLatency(r)) t += ` p95 ${fmt(r.p95)} max ${fmt(r.max)}`;
  else if (r.n > 1) t += ` (${fmt(r.min)}..${fmt(r.max)})`;
  if ((r.noise?.otherCpuPct ?? 0) > limit) t += ' ~';
  return r.fail ? t + ' FAIL' : t;
}
function ratio(a, b) {
  if (!a || !b || !Number.isFinite(a.median) || !Number.isFinite(b.median)) return '-';
  if (a.scale !== b.scale || a.big !== b.big) return 'sizes';
  const [x, y] = a.better === 'higher' ? [b.median, a.median] : [a.median, b.median];
  if (!y || !x) return '-';
  return (x / y).toFixed(2) + 'x' + (a.hits !== b.hits ? ' hits?' : '');
}

const last = docs.length - 1;
const head = ['row', 'unit'];
docs.forEach((d, i) => {
  head.push(d.target);
  if (!args.last && i > 0) head.push('ratio');
});
if (args.last) docs.slice(0, last).forEach((d) => head.push(`against ${d.target}`));
const lines = [];
let suite = '';
for (const r of rows) {
  if (r.suite !== suite) lines.push({ suite: (suite = r.suite) });
  const of = rowsOf.map((m) => m.get(key(r)));
  const line = [r.row, r.unit + (r.better === 'higher' ? ' +' : ' -')];
  of.forEach((x, i) => {
    line.push(cell(x));
    if (!args.last && i > 0) line.push(ratio(of[0], x));
  });
  if (args.last) of.slice(0, last).forEach((x) => line.push(ratio(x, of[last])));
  lines.push(line);
}

if (args.md) {
  const md = (cells) => '| ' + cells.map((c) => c.replace(/\|/g, '\\|')).join(' | ') + ' |';
  console.log(md(head) + '\n|' + head.map(() => '---').join('|') + '|');
  for (const l of lines) console.log(l.suite ? md([`**${l.suite}**`, ...head.slice(1).map(() => '')]) : md(l));
} else {
  const width = head.map((h, i) => Math.max(h.length, ...lines.filter((l) => !l.suite).map((l) => l[i].length)));
  const text = (l) => l.map((c, i) => (i ? c.padStart(width[i]) : c.padEnd(width[i]))).join('  ');
  console.log(text(head));
  for (const l of lines) console.log(l.suite ? `== ${l.suite}` : text(l));
}
const tls = docs.filter((d) => d.imapTls).map((d) => `${d.target} ${d.imapTls}`);
if (new Set(docs.map((d) => d.imapTls).filter(Boolean)).size > 1)
  console.log(`note: IMAP with different TLS: ${tls.join(', ')}`);
for (const [i, d] of docs.entries()) {
  const bad = d.rows.filter((r) => r.fail && wanted.includes(r.suite)).map((r) => `${r.suite} ${r.row}: ${r.fail}`);
  for (const f of [...bad, ...(d.errors ?? []).map((e) => `${e.suite}: ${e.error}`)])
    console.log(`FAIL ${docs[i].target}: ${f}`);
}
