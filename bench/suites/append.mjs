// APPEND, one message per command.
import { Imap } from '../lib/imap.mjs';
import { message } from '../lib/gen.mjs';
import { now, pool, Meter, waitQuiet } from '../lib/util.mjs';
import { T, RUNS, S, acct, uniq, row, failed, noiseOf, cpuOf } from '../lib/context.mjs';

const BOX = 'AppendTest';

export default async function append() {
  for (const [par, full] of [
    [1, 300],
    [10, 1500],
  ]) {
    const n = S(full, par);
    const vals = [],
      ms = [];
    let fail;
    for (let k = 0; k < RUNS && !fail; k++) {
      const sessions = [];
      for (let i = 0; i < par; i++) {
        const c = await Imap.open(T.imap, acct(i + 1));
        await c.cmd(`DELETE "${BOX}"`); // of an interrupted run
        await c.ok(`CREATE "${BOX}"`);
        sessions.push(c);
      }
      const data = Array.from({ length: n }, (_, i) =>
        message({ id: `app${k}-${i}-${uniq}`, seed: i + 1, to: acct(1).address }),
      );
      await waitQuiet();
      const meter = new Meter(T).start();
      const t0 = now();
      await pool(par, data, (d, _, w) => sessions[w].append(BOX, [d]));
      vals.push(n / ((now() - t0) / 1000));
      ms.push(meter.stop());
      let total = 0;
      for (const c of sessions) {
        total += (await c.select(BOX)).exists;
        await c.cmd('CLOSE');
        await c.cmd(`DELETE "${BOX}"`);
        await c.close();
      }
      if (total !== n) fail = `${total} of ${n} stored`;
    }
    row('append', `APPEND 4 KB, ${par} session${par > 1 ? 's' : ''}, one per command`, 'msg/s', 'higher', vals, {
      ...cpuOf(ms, n),
      noise: noiseOf(ms),
      ...failed(fail),
    });
  }
}
