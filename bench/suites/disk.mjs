// 10,000 varied messages (mean 63 KB): bytes on disk, rate, CPU.
import { Smtp } from '../lib/smtp.mjs';
import { mixed, smtpData } from '../lib/gen.mjs';
import { now, sleep, Meter, diskBytes, waitQuiet } from '../lib/util.mjs';
import { T, S, SENDER, acct, uniq, row, failed, noiseOf, Inboxes, compareIds } from '../lib/context.mjs';

export default async function disk() {
  const n = S(10000, 100);
  const rec = Array.from({ length: 10 }, (_, i) => acct(41 + i));
  const box = await Inboxes.open(rec, { empty: true });
  await sleep(1000);
  await waitQuiet();
  const d0 = diskBytes(T.dataDirs);
  const per = rec.map(() => 0);
  const ids = [];
  let raw = 0,
    next = 0;
  const meter = new Meter(T).start();
  const t0 = now();
  const session = async () => {
    const s = await Smtp.open(T.smtp);
    while (next < n) {
      const j = next++;
      const k = j % 10;
      const id = `disk${j}-${uniq}`;
      const msg = mixed(j, id, rec[k].address);
      await s.send(SENDER, [rec[k].address], smtpData(msg));
      per[k]++;
      ids.push(id);
      raw += msg.length;
    }
    await s.quit();
  };
  await Promise.all(Array.from({ length: 10 }, session));
  const t1 = now();
  const seen = await box.waitFor(per, 300000);
  const m = meter.stop();
  const { lost, dup } = compareIds(ids, await box.ids());
  await box.close();
  await sleep(4000);
  const d1 = diskBytes(T.dataDirs);
  const noise = noiseOf([m]);
  const used = d1.alloc - d0.alloc;
  const fail = !seen ? 'not all visible in 300 s' : lost || dup ? `${lost} lost, ${dup} duplicated` : undefined;
  row('disk', `${n} varied messages: until 250`, 'msg/s', 'higher', [n / ((t1 - t0) / 1000)], {
    avgBytes: Math.round(raw / n),
    noise,
    ...failed(fail),
  });
  row('disk', `${n} varied messages: until visible`, 'msg/s', 'higher', [seen ? n / ((seen - t0) / 1000) : NaN], {
    noise,
  });
  if (m.serverCpu !== null)
    row('disk', 'server CPU s per 1000 varied', 's', 'lower', [(m.serverCpu / n) * 1000], {
      clientCpuPer1000: +((m.clientCpu / n) * 1000).toFixed(3),
    });
  row('disk', 'bytes on disk per message (blocks)', 'B', 'lower', [used / n], {
    rawPerMsg: Math.round(raw / n),
    files: d1.files - d0.files,
  });
  row('disk', 'disk bytes / raw bytes', 'x', 'lower', [used / raw]);
}
