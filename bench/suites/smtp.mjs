// Mail in: until 250 and until the last one can be seen; every acknowledged message there exactly once.
import fs from 'node:fs';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { Smtp } from '../lib/smtp.mjs';
import { message, smtpData } from '../lib/gen.mjs';
import { now, stats, Meter, waitQuiet } from '../lib/util.mjs';
import {
  args,
  T,
  RUNS,
  S,
  SENDER,
  acct,
  uniq,
  want,
  row,
  failed,
  noiseOf,
  cpuOf,
  pssPeak,
  Inboxes,
  compareIds,
} from '../lib/context.mjs';

const PLAN = [
  // bytes, sessions, messages
  [4096, 1, 300],
  [4096, 10, 1000],
  [4096, 50, 1000],
  [51200, 1, 200],
  [51200, 10, 600],
  [51200, 50, 600],
  [1048576, 1, 40],
  [1048576, 10, 80],
  [1048576, 50, 100],
];
const LABEL = { 4096: '4 KB', 51200: '50 KB', 1048576: '1 MB' };
const SMTP_SOURCE = '/usr/sbin/smtp-source';

function makeJobs({ size, n, tag, rec }) {
  return Array.from({ length: n }, (_, i) => {
    const k = i % rec.length;
    const id = `${tag}-${i}-${uniq}`;
    const raw = message({ id, seed: i + 1, size, kind: size <= 8192 ? 'text' : 'mixed', to: rec[k].address });
    return { id, k, to: rec[k].address, raw, data: smtpData(raw) };
  });
}

// A peer without IMAP may keep one file per message: count those, then remove them.
const spool = T.verify?.type === 'dir' ? T.verify.path : null;
function takeSpool() {
  const ids = [];
  for (const f of fs.readdirSync(spool)) {
    const id = /X-Bench-Id: ([^\r\n]+)/i.exec(fs.readFileSync(path.join(spool, f)).toString('latin1', 0, 8192))?.[1];
    if (id) ids.push(id);
    fs.unlinkSync(path.join(spool, f));
  }
  return ids;
}

async function checkBytes(box, jobs) {
  const b = await box.body(0, box.c[0].n0.uidnext);
  const id = /X-Bench-Id: ([^\r\n]+)/i.exec(b.toString('latin1', 0, 8192))?.[1];
  const raw = jobs.find((j) => j.id === id)?.raw;
  return raw && b.length >= raw.length && b.subarray(b.length - raw.length).equals(raw)
    ? []
    : ['stored body is not the sent bytes'];
}

async function smtpRun({ size, par, n, perConn = false, ep = T.smtp, tag }) {
  const rec = Array.from({ length: 10 }, (_, i) => acct(i + 1));
  const jobs = makeJobs({ size, n, tag, rec });
  const box = T.imap ? await Inboxes.open(rec) : null;
  if (spool) takeSpool();
  const per = rec.map(() => 0);
  const accepted = [],
    lat = [],
    errors = [];
  const meter = new Meter(T).start();
  const t0 = now();
  let next = 0;
  const session = async () => {
    let c = null;
    try {
      while (next < jobs.length) {
        const j = jobs[next++];
        const t = now();
        c ??= await Smtp.open(ep);
        await c.send(SENDER, [j.to], j.data);
        lat.push(now() - t);
        accepted.push(j.id);
        per[j.k]++;
        if (perConn) {
          await c.quit();
          c = null;
        }
      }
      if (c) await c.quit();
    } catch (e) {
      errors.push(e.message);
    }
  };
  await Promise.all(Array.from({ length: par }, session));
  const t1 = now();
  const seen = box ? await box.waitFor(per) : null;
  const m = meter.stop();
  const wrong = errors.length ? [`${errors.length} of ${par} sessions failed: ${errors[0]}`] : [];
  if (box || spool) {
    const { lost, dup } = compareIds(accepted, box ? await box.ids() : takeSpool());
    if (lost) wrong.push(`${lost} acknowledged and lost`);
    else if (box && !seen) wrong.push('not all visible in 240 s');
    if (dup) wrong.push(`${dup} duplicated`);
  }
  if (box) {
    if (!wrong.length) wrong.push(...(await checkBytes(box, jobs)));
    await box.clean();
  }
  const done = accepted.length;
  return {
    rate: done ? done / ((t1 - t0) / 1000) : NaN,
    visible: seen ? done / ((seen - t0) / 1000) : NaN,
    drain: seen ? (seen - t1) / 1000 : NaN,
    lat: stats(lat),
    m,
    done,
    fail: wrong.join('; ') || undefined,
  };
}

async function group(name, o) {
  if (!want(name)) return;
  const runs = [];
  const peak = pssPeak(2000);
  for (let k = 0; k < RUNS; k++) {
    await waitQuiet();
    runs.push(await smtpRun({ ...o, tag: name.replace(/\W+/g, '') + k }));
    if (runs.at(-1).fail) break;
  }
  const pk = peak.stop();
  const ms = runs.map((r) => r.m);
  const noise = noiseOf(ms);
  const median = (f, digits) => {
    const v = runs.map(f).filter(Number.isFinite);
    return v.length ? +stats(v).median.toFixed(digits) : undefined;
  };
  row(
    'smtp',
    `${name}: until 250`,
    'msg/s',
    'higher',
    runs.map((r) => r.rate),
    { p50ms: median((r) => r.lat.median, 2), p99ms: median((r) => r.lat.p99, 1), noise, ...failed(runs.at(-1).fail) },
  );
  row(
    'smtp',
    `${name}: until visible in IMAP`,
    'msg/s',
    'higher',
    runs.map((r) => r.visible),
    { drainS: median((r) => r.drain, 2), noise },
  );
  if (ms[0].serverCpu !== null)
    row(
      'smtp',
      `${name}: server CPU s per 1000`,
      's',
      'lower',
      runs.map((r) => (r.m.serverCpu / r.done) * 1000),
      { clientCpuPer1000: cpuOf(ms, o.n).clientCpuPer1000, noise },
    );
  if (pk) row('smtp', `${name}: PSS peak`, 'MB', 'lower', [pk.pssKB / 1024], { processes: pk.processes });
}

// Another client (Postfix's own) as a cross-check that ours is not the limit. Its CPU would count as noise: no noise here.
async function smtpSource() {
  const n = S(1000, 50);
  const vals = [];
  let fail;
  for (let k = 0; k < RUNS && !fail; k++) {
    const box = T.imap ? await Inboxes.open([acct(1)]) : null;
    await waitQuiet();
    const t0 = now();
    const argv = [
      '-d',
      '-s',
      '10',
      '-l',
      '4000',
      '-m',
      String(n),
      '-f',
      SENDER,
      '-t',
      acct(1).address,
      `${T.smtp.host}:${T.smtp.port}`,
    ];
    const code = await new Promise((res, rej) =>
      spawn(SMTP_SOURCE, argv, { stdio: 'ignore' }).on('exit', res).on('error', rej),
    );
    if (code !== 0) fail = `smtp-source exit ${code}`;
    else vals.push(n / ((now() - t0) / 1000));
    if (box) {
      if (!fail && !(await box.waitFor([n]))) fail = 'not all visible in 240 s';
      await box.clean();
    } else if (spool) takeSpool();
  }
  row(
    'smtp',
    'cross-check: smtp-source 4 KB x 10 sessions, one recipient: until 250',
    'msg/s',
    'higher',
    vals,
    failed(fail),
  );
}

export default async function smtp() {
  for (const [size, par, n] of PLAN) await group(`${LABEL[size]} x ${par} sessions`, { size, par, n: S(n, par) });
  await group('4 KB x 10, one connection per message', { size: 4096, par: 10, n: S(600, 10), perConn: true });
  if (T.starttls) {
    const ep = { ...T.smtp, tls: 'starttls' };
    await group('4 KB x 10, STARTTLS connection per message', {
      size: 4096,
      par: 10,
      n: S(400, 10),
      perConn: true,
      ep,
    });
  }
  if (fs.existsSync(SMTP_SOURCE) && !args['no-smtp-source'] && want('smtp-source')) await smtpSource();
}
