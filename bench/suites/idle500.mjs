// 500 connections in IDLE, 10 for each of 50 users: what they cost, and how fast all of a user's watchers hear of new mail.
import { Imap } from '../lib/imap.mjs';
import { Smtp } from '../lib/smtp.mjs';
import { message, smtpData } from '../lib/gen.mjs';
import { now, sleep, pool, rng, Meter, treeMem, rootPidsOf } from '../lib/util.mjs';
import { T, S, SENDER, acct, uniq, want, row, failed, noiseOf, wipe } from '../lib/context.mjs';

async function measure(label, ep) {
  const total = S(500, 20);
  const users = Math.min(50, total, T.accounts.length);
  const roots = rootPidsOf(T);
  const mem = () => (roots.length ? treeMem(roots) : null);
  const before = mem();
  const conns = [];
  const watchers = new Map(); // user -> what to call when one of its connections hears EXISTS
  let fail;
  const t0 = now();
  try {
    await pool(20, Array.from({ length: total }), async (_, i) => {
      const c = await Imap.open(ep, acct(1 + (i % users)));
      c.user = 1 + (i % users);
      await c.select('INBOX');
      c.idling = await c.idle((line, at) => {
        if (/ EXISTS$/.test(line)) watchers.get(c.user)?.(c, at);
      });
      conns.push(c);
    });
  } catch (e) {
    fail = `only ${conns.length} of ${total}: ${e.message}`;
  }
  const opened = (now() - t0) / 1000;
  await sleep(2000);
  const idle = mem();

  const first = [],
    last = [];
  const s = await Smtp.open(T.smtp);
  const R = rng(11);
  const meter = new Meter(T).start();
  const until = now() + 120000;
  for (let i = 0; i < S(60, 10) && !fail && now() < until; i++) {
    const user = 1 + Math.floor(R() * users);
    const need = conns.filter((c) => c.user === user).length;
    const at = new Map(); // connection -> when it heard
    let timer;
    const all = new Promise((r) => {
      timer = setTimeout(r, 35000);
      watchers.set(user, (c, t) => {
        if (!at.has(c)) at.set(c, t);
        if (at.size === need) r();
      });
    });
    const to = acct(user).address;
    await s.send(SENDER, [to], smtpData(message({ id: `idle${i}-${uniq}`, seed: i + 1, to })));
    const t250 = now();
    await all;
    clearTimeout(timer);
    watchers.delete(user);
    if (at.size < need) {
      fail = `only ${at.size} of ${need} watchers heard`;
      break;
    }
    const times = [...at.values()];
    first.push(Math.min(...times) - t250);
    last.push(Math.max(...times) - t250);
    await sleep(50 + R() * 100);
  }
  const noise = noiseOf([meter.stop()]);
  const after = mem();
  await s.quit();
  row(
    'idle500',
    `${label}: open ${total} connections (login, select, idle)`,
    '/s',
    'higher',
    [conns.length / opened],
    failed(fail),
  );
  if (before) {
    row('idle500', `${label}: PSS with ${total} idle`, 'MB', 'lower', [after.pssKB / 1024], {
      processes: after.processes,
    });
    row('idle500', `${label}: PSS per idle connection`, 'KB', 'lower', [(idle.pssKB - before.pssKB) / conns.length]);
  }
  row('idle500', `${label}: push after 250, first of the user's connections`, 'ms', 'lower', first, { noise });
  row('idle500', `${label}: push after 250, last of the user's ${Math.round(total / users)}`, 'ms', 'lower', last, {
    noise,
  });
  await pool(50, conns, async (c) => {
    await c.idling.done().catch(() => {});
    await c.close();
  });
  await sleep(1500);
}

export default async function idle500() {
  for (const [label, ep] of [
    ['plain', T.imap],
    ['TLS', T.imaps],
  ])
    if (ep && want(`idle ${label}`)) await measure(label, ep);
  for (let i = 1; i <= Math.min(50, T.accounts.length); i++) {
    const c = await Imap.open(T.imap, acct(i));
    await wipe(c, 'INBOX');
    await c.close();
  }
}
