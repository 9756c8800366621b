// A maildrop of 1000 messages.
import { Imap, countLines } from '../lib/imap.mjs';
import { Pop3 } from '../lib/pop3.mjs';
import { message, smtpData } from '../lib/gen.mjs';
import { now, stats, Meter, waitQuiet } from '../lib/util.mjs';
import { T, RUNS, S, acct, row, failed, noiseOf, cpuOf, wipe } from '../lib/context.mjs';

const make = (j) =>
  message({
    id: `pop${j}`,
    seed: j + 1,
    to: acct(13).address,
    kind: j % 4 ? 'text' : 'alt',
    size: j % 4 ? 4096 : 20000,
  });

export default async function pop3() {
  const n = S(1000, 50);
  const user = acct(13);
  const c = await Imap.open(T.imap, user);
  await wipe(c, 'INBOX');
  for (let i = 0; i < n; i += 100)
    await c.append(
      'INBOX',
      Array.from({ length: Math.min(100, n - i) }, (_, j) => make(i + j)),
    );
  await c.close();
  const stat = [],
    list = [],
    uidl = [],
    retr = [],
    mb = [],
    ms = [];
  let fail;
  for (let k = 0; k < RUNS && !fail; k++) {
    await waitQuiet();
    const meter = new Meter(T).start();
    const t0 = now();
    const p = await Pop3.open(T.pop3, user);
    await p.cmd('STAT');
    stat.push(now() - t0);
    const l = await p.cmd('LIST', true);
    list.push(l.ms);
    const u = await p.cmd('UIDL', true);
    uidl.push(u.ms);
    const t1 = now();
    let bytes = 0,
      first;
    for (let i = 1; i <= n; i++) {
      const r = await p.cmd(`RETR ${i}`, true);
      bytes += r.data.length;
      first ??= r.data;
    }
    const seconds = (now() - t1) / 1000;
    retr.push(n / seconds);
    mb.push(bytes / 1e6 / seconds);
    await p.quit();
    ms.push(meter.stop());
    for (const [what, r] of [
      ['LIST', l],
      ['UIDL', u],
    ])
      if (countLines(r.data, '\r\n') !== n + 2) fail = `${what}: ${countLines(r.data, '\r\n') - 2} lines of ${n}`;
    if (!first.subarray(first.indexOf('\r\n') + 2).equals(smtpData(make(0)))) fail = 'RETR 1: not the stored bytes';
  }
  const x = { noise: noiseOf(ms), ...failed(fail) };
  row('pop3', `connect + login + STAT (${n} messages)`, 'ms', 'lower', stat, x);
  row('pop3', `LIST ${n}`, 'ms', 'lower', list, { noise: x.noise });
  row('pop3', `UIDL ${n}`, 'ms', 'lower', uidl, { noise: x.noise });
  row('pop3', `RETR ${n}, one by one`, 'msg/s', 'higher', retr, {
    MBps: +stats(mb).median.toFixed(1),
    ...cpuOf(ms, n),
    noise: x.noise,
  });
}
