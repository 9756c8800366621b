// Connect, LOGIN, LOGOUT.
import { Imap } from '../lib/imap.mjs';
import { now, pool, Meter, waitQuiet } from '../lib/util.mjs';
import { T, RUNS, S, acct, row, noiseOf, cpuOf } from '../lib/context.mjs';

async function measure(name, ep, par, n) {
  const vals = [],
    ms = [];
  for (let k = 0; k < RUNS; k++) {
    await waitQuiet();
    const meter = new Meter(T).start();
    const t0 = now();
    await pool(par, Array.from({ length: n }), async (_, i) => (await Imap.open(ep, acct(1 + (i % 50)))).close());
    vals.push(n / ((now() - t0) / 1000));
    ms.push(meter.stop());
  }
  row('logins', name, '/s', 'higher', vals, { ...cpuOf(ms, n), noise: noiseOf(ms) });
}

export default async function logins() {
  await measure('IMAP connect + LOGIN + LOGOUT, 1 at a time', T.imap, 1, S(150, 10));
  await measure('IMAP connect + LOGIN + LOGOUT, 10 parallel', T.imap, 10, S(300, 10));
  if (T.imaps) await measure('IMAPS connect + LOGIN + LOGOUT, 10 parallel', T.imaps, 10, S(300, 10));
}
