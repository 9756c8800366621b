// What every suite shares: options, target, result file, helpers over the mailboxes.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Imap, literals } from './imap.mjs';
import { now, sleep, stats, parseArgs, treeMem, rootPidsOf, fmt, setQuietBudget } from './util.mjs';

const FLAGS = ['fresh', 'merge', 'first', 'remake', 'starttls', 'submission-auth', 'no-smtp-source'];
export const args = parseArgs(process.argv.slice(2), FLAGS);
export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

function loadTarget() {
  const t = args.target ? JSON.parse(fs.readFileSync(args.target, 'utf8')) : {};
  const host = args.host ?? t.host ?? '127.0.0.1';
  t.name = args.name ?? t.name ?? 'server';
  for (const k of ['smtp', 'submission', 'imap', 'imaps', 'pop3']) {
    if (args[`${k}-port`]) t[k] = { ...t[k], port: +args[`${k}-port`] };
    if (!t[k]) continue;
    t[k] = { host, tls: k === 'imaps' ? 'implicit' : 'none', ...t[k] };
    if (args[`${k}-tls`]) t[k].tls = args[`${k}-tls`];
  }
  if (args.starttls) t.starttls = true;
  const n = +(args.users ?? t.users ?? 50);
  const pattern = args['user-pattern'] ?? t.userPattern ?? 'u{n}@bench.test';
  const pass = args.pass ?? t.pass ?? 'bench-pass-{n}';
  const fill = (s, i) => s.replace('{n}', i);
  t.accounts = Array.from({ length: n }, (_, i) => ({
    n: i + 1,
    address: fill(pattern, i + 1),
    login: fill(t.loginPattern ?? pattern, i + 1),
    pass: fill(pass, i + 1),
  }));
  if (args.pidfile) t.pidfiles = String(args.pidfile).split(',');
  if (args.pid) t.pids = String(args.pid).split(',').map(Number);
  if (args['data-dir']) t.dataDirs = String(args['data-dir']).split(',');
  if (t.submission && (t.submission.auth || args['submission-auth'])) {
    t.submission.user = t.accounts[0].login;
    t.submission.pass = t.accounts[0].pass;
  }
  return t;
}

export const T = loadTarget();
export const RUNS = +(args.runs ?? 3);
export const SCALE = +(args.scale ?? 1);
export const BIG = Math.round(+(args.big ?? 100000) * SCALE);
export const S = (n, min = 1) => Math.max(min, Math.round(n * SCALE));
export const acct = (n) => T.accounts[(n - 1) % T.accounts.length];
export const uniq = Date.now().toString(36); // keeps the ids of two runs apart
export const SENDER = 'sender@sender.example';
setQuietBudget(+(args['quiet-wait'] ?? 60));

const only = args.only ? new RegExp(args.only) : null;
export const want = (name) => !only || only.test(name);

// ---------------------------------------------------------------------------------------- result file
export const outFile = args.out ?? path.join(root, 'results', T.name.replace(/[^\w.+-]+/g, '_') + '.json');
export const doc = fs.existsSync(outFile) && !args.fresh ? JSON.parse(fs.readFileSync(outFile, 'utf8')) : { rows: [] };
const machine = {
  cpus: os.cpus().length,
  model: os.cpus()[0].model,
  memGB: Math.round(os.totalmem() / 2 ** 30),
  kernel: os.release(),
};
if (doc.machine && JSON.stringify(doc.machine) !== JSON.stringify(machine))
  console.log(`note: ${outFile} holds rows of another machine (--fresh forgets them)`);
Object.assign(doc, { target: T.name, node: process.version, machine, ...(T.imap ? { imapTls: T.imap.tls } : {}) });

export const count = { failures: 0 };
export function save() {
  fs.mkdirSync(path.dirname(outFile), { recursive: true });
  fs.writeFileSync(outFile + '.tmp', JSON.stringify(doc, null, 1));
  fs.renameSync(outFile + '.tmp', outFile); // an interrupted run leaves the last whole file
}

// With --merge the values of an earlier round stay; noise is the worst round, CPU the mean.
function merged(old, values, extra) {
  const rounds = (old.rounds ?? 1) + 1;
  const x = { ...extra, rounds, fail: extra.fail ?? old.fail };
  for (const k of Object.keys(x))
    if (/^(server|client)Cpu/.test(k) && Number.isFinite(old[k]))
      x[k] = +(old[k] + (x[k] - old[k]) / rounds).toFixed(3);
  if (old.noise && x.noise)
    x.noise = {
      otherCpuPct: Math.max(old.noise.otherCpuPct ?? 0, x.noise.otherCpuPct ?? 0),
      load: Math.max(old.noise.load, x.noise.load),
    };
  if (x.fail === undefined) delete x.fail;
  return [[...(old.values ?? []), ...values], x];
}

// One row: `better` is 'higher' or 'lower'. extra.fail (a sentence) makes the run fail, also when nothing could be measured.
export function row(suite, name, unit, better, values, extra = {}) {
  values = values.filter((v) => Number.isFinite(v));
  if (!values.length && !extra.fail) return;
  if (extra.fail) count.failures++;
  const i = doc.rows.findIndex((x) => x.suite === suite && x.row === name);
  if (args.merge && i >= 0 && doc.rows[i].values) [values, extra] = merged(doc.rows[i], values, extra);
  const s = stats(values);
  const r = { suite, row: name, unit, better };
  if (values.length <= (args.merge ? 5000 : 20)) r.values = values.map((v) => +v.toPrecision(5));
  Object.assign(
    r,
    s,
    extra,
    SCALE === 1 ? {} : { scale: SCALE },
    suite === 'imap' && BIG !== 100000 ? { big: BIG } : {},
    { when: new Date().toISOString() },
  );
  if (i >= 0) doc.rows[i] = r;
  else doc.rows.push(r);
  save();
  const shown = Object.entries(extra)
    .filter(([k, v]) => k !== 'noise' && v !== undefined)
    .map(([k, v]) => `${k}=${v}`);
  console.log(
    `${suite.padEnd(10)} ${name.padEnd(58)} ${fmt(s.min)} / ${fmt(s.median)} / ${fmt(s.max)} ${unit}  ${shown.join(' ')}`,
  );
}
export const failed = (fail) => (fail ? { fail } : {});

const mean = (v) => v.reduce((a, x) => a + x, 0) / v.length;
export function noiseOf(meters) {
  const v = meters.map((m) => m.otherCpuPct).filter((x) => x !== null);
  return { otherCpuPct: v.length ? +mean(v).toFixed(1) : null, load: +os.loadavg()[0].toFixed(2) };
}
export function cpuOf(meters, n) {
  const per1000 = (v) => +((mean(v) / n) * 1000).toFixed(3);
  const s = meters.filter((m) => m.serverCpu !== null).map((m) => m.serverCpu);
  return {
    ...(s.length ? { serverCpuPer1000: per1000(s) } : {}),
    clientCpuPer1000: per1000(meters.map((m) => m.clientCpu)),
  };
}

// The largest PSS of the server's processes between start and stop; null when its pid is not known.
export function pssPeak(everyMs = 500) {
  const roots = rootPidsOf(T);
  if (!roots.length) return { stop: () => null };
  let peak = { pssKB: 0 };
  const look = () => {
    const m = treeMem(roots);
    if (m.pssKB > peak.pssKB) peak = m;
  };
  const timer = setInterval(look, everyMs);
  return {
    stop: () => {
      clearInterval(timer);
      look();
      return peak;
    },
  };
}

// ---------------------------------------------------------------------------------------- mailboxes
export async function wipe(c, box) {
  const s = await c.select(box);
  if (!s.exists) return;
  await c.ok('UID STORE 1:* +FLAGS.SILENT (\\Deleted)');
  await c.ok('EXPUNGE');
}

// One selected session per recipient; sees arrivals by NOOP.
export class Inboxes {
  static async open(accounts, { empty = false } = {}) {
    const x = new Inboxes();
    x.c = [];
    for (const a of accounts) {
      const c = await Imap.open(T.imap, a);
      if (empty) await wipe(c, 'INBOX');
      c.n0 = await c.select('INBOX');
      c.seen = c.n0.exists;
      c.onPush = (t) => x.note(c, t);
      x.c.push(c);
    }
    return x;
  }
  note(c, text) {
    for (const m of text.matchAll(/^\* (\d+) EXISTS/gm)) c.seen = +m[1];
  }
  // Resolves with the time at which the last of per[i] new messages was seen, or null after the timeout.
  async waitFor(per, timeout = 240000) {
    const until = now() + timeout;
    for (;;) {
      let all = true;
      for (let i = 0; i < this.c.length; i++) {
        const c = this.c[i];
        const wanted = c.n0.exists + per[i];
        if (c.seen < wanted) this.note(c, (await c.cmd('NOOP')).data.toString('latin1'));
        if (c.seen < wanted) all = false;
      }
      if (all) return now();
      if (now() > until) return null;
      await sleep(15);
    }
  }
  async ids() {
    const got = [];
    for (const c of this.c) {
      const r = await c.ok(`UID FETCH ${c.n0.uidnext}:* (BODY.PEEK[HEADER.FIELDS (X-BENCH-ID)])`);
      for (const m of r.data.toString('latin1').matchAll(/X-Bench-Id: ([^\r\n]+)/gi)) got.push(m[1]);
    }
    return got;
  }
  async body(i, uid) {
    return literals((await this.c[i].ok(`UID FETCH ${uid} (BODY.PEEK[])`)).data)[0];
  }
  async clean() {
    for (const c of this.c) {
      await c.cmd('UID STORE 1:* +FLAGS.SILENT (\\Deleted)');
      await c.cmd('EXPUNGE');
      await c.close();
    }
  }
  async close() {
    for (const c of this.c) await c.close();
  }
}

export function compareIds(sent, got) {
  const times = new Map(sent.map((x) => [x, 0])); // others do not matter: "n:*" also shows the last old message
  for (const x of got) if (times.has(x)) times.set(x, times.get(x) + 1);
  const n = [...times.values()];
  return { lost: n.filter((k) => k === 0).length, dup: n.filter((k) => k > 1).length };
}
