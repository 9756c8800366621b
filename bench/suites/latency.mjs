// From 250 to the EXISTS pushed to one watcher in IDLE.
import { Imap } from '../lib/imap.mjs';
import { Smtp } from '../lib/smtp.mjs';
import { message, smtpData } from '../lib/gen.mjs';
import { now, sleep, Meter, rng } from '../lib/util.mjs';
import { T, S, SENDER, acct, uniq, row, failed, noiseOf, wipe } from '../lib/context.mjs';

export default async function latency() {
  const u = acct(1);
  const after250 = [],
    afterMail = [];
  let fail;
  const c = await Imap.open(T.imap, u);
  await wipe(c, 'INBOX');
  await c.select('INBOX');
  let onExists = null;
  const idle = await c.idle((line, at) => {
    if (/ EXISTS$/.test(line)) onExists?.(at);
  });
  const s = await Smtp.open(T.smtp);
  const R = rng(5);
  await sleep(300);
  const meter = new Meter(T).start();
  const until = now() + 180000;
  for (let i = 0; i < S(60, 10) && now() < until; i++) {
    const data = smtpData(message({ id: `lat${i}-${uniq}`, seed: i + 1, to: u.address }));
    let timer;
    const pushed = new Promise((r) => {
      onExists = r;
      timer = setTimeout(() => r(null), 35000);
    });
    const t0 = now();
    const [t250, at] = await Promise.all([s.send(SENDER, [u.address], data).then(now), pushed]);
    clearTimeout(timer);
    onExists = null;
    if (at === null) {
      fail = 'no EXISTS within 35 s';
      break;
    }
    after250.push(at - t250);
    afterMail.push(at - t0);
    await sleep(80 + R() * 120);
  }
  const noise = noiseOf([meter.stop()]);
  await idle.done();
  await wipe(c, 'INBOX');
  await c.close();
  await s.quit();
  row('latency', 'IDLE push after 250 (one watcher)', 'ms', 'lower', after250, { noise, ...failed(fail) });
  row('latency', 'IDLE push after MAIL FROM sent (one watcher)', 'ms', 'lower', afterMail, { noise });
}
