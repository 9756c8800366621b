// Does one heavy client hold the others up? Latency of a small FETCH of one user while another works.
import path from 'node:path';
import { fork } from 'node:child_process';
import { Imap } from '../lib/imap.mjs';
import { Smtp } from '../lib/smtp.mjs';
import { message, smtpData } from '../lib/gen.mjs';
import { ensureBig } from '../lib/big.mjs';
import { sleep, Meter, waitQuiet } from '../lib/util.mjs';
import { T, BIG, SENDER, root, acct, uniq, want, row, failed, noiseOf, Inboxes } from '../lib/context.mjs';

function probe() {
  const PROBE = JSON.stringify({ ep: T.imap, user: acct(12), box: 'Fifty', seconds: 5 });
  const p = fork(path.join(root, 'lib/probe.mjs'), [], { env: { ...process.env, PROBE } });
  return new Promise((res, rej) => {
    p.once('message', (m) => res(m));
    p.once('exit', () => rej(new Error('probe died')));
  });
}

// load(stopped, ops): works until stopped() and counts in ops.n
async function during(name, load) {
  if (!want(name)) return;
  let stop = false;
  const ops = { n: 0 };
  await waitQuiet();
  const meter = new Meter(T).start();
  const working = load ? load(() => stop, ops).catch((e) => (ops.fail = `the load failed: ${e.message}`)) : null;
  await sleep(300);
  let latencies;
  try {
    latencies = await probe();
  } finally {
    stop = true;
  }
  const noise = noiseOf([meter.stop()]);
  await working;
  row('responsive', `UID FETCH (FLAGS) latency: ${name}`, 'ms', 'lower', latencies, {
    loadOps: ops.n,
    noise,
    ...failed(ops.fail),
  });
}

const loop = (line) => async (stopped, ops) => {
  const c = await Imap.open(T.imap, acct(11));
  await c.select('Big');
  for (; !stopped(); ops.n++) await c.ok(line);
  await c.close();
};

async function deliver(stopped, ops) {
  const box = await Inboxes.open([acct(1), acct(2)]);
  const per = [0, 0];
  const session = async () => {
    const s = await Smtp.open(T.smtp);
    while (!stopped()) {
      const i = ops.n++;
      const to = acct((i % 2) + 1).address;
      await s.send(SENDER, [to], smtpData(message({ id: `resp${i}-${uniq}`, seed: i + 1, to })));
      per[i % 2]++;
    }
    await s.quit();
  };
  await Promise.all(Array.from({ length: 20 }, session));
  await box.waitFor(per);
  await box.clean();
}

async function copyAndExpunge(stopped, ops) {
  const c = await Imap.open(T.imap, acct(11));
  const M = Math.min(10000, Math.floor(BIG / 2));
  await c.cmd('DELETE "RespT"');
  for (; !stopped(); ops.n++) {
    await c.ok('CREATE "RespT"');
    await c.select('Big');
    await c.ok(`COPY 1:${M} "RespT"`);
    await c.select('RespT');
    await c.ok('STORE 1:* +FLAGS.SILENT (\\Deleted)');
    await c.ok('EXPUNGE');
    await c.ok('CLOSE');
    await c.ok('DELETE "RespT"');
  }
  await c.close();
}

export default async function responsive() {
  await ensureBig();
  await during('nobody else', null);
  await during('while another runs SEARCH TEXT over 100,000', loop('SEARCH TEXT "zznever"'));
  await during('while another runs FETCH 1:* (ENVELOPE)', loop('FETCH 1:* (ENVELOPE)'));
  await during('while 20 SMTP sessions deliver 4 KB', deliver);
  await during('while another COPYs and EXPUNGEs 10,000', copyAndExpunge);
}
