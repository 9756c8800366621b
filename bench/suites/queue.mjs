// Mail out: n messages for 10 remote domains into sinks on 127.0.0.11 to .20, each exactly once.
import path from 'node:path';
import { spawn } from 'node:child_process';
import { Smtp } from '../lib/smtp.mjs';
import { message, smtpData } from '../lib/gen.mjs';
import { sleep, Meter, waitQuiet } from '../lib/util.mjs';
import { args, T, RUNS, S, root, acct, uniq, row, failed, noiseOf, pssPeak } from '../lib/context.mjs';

class Sink {
  static async start() {
    const s = new Sink();
    const addrs = Array.from({ length: 10 }, (_, i) => `127.0.0.${11 + i}`).join(',');
    const port = String(args['sink-port'] ?? T.sinkPort ?? 2600);
    s.p = spawn(process.execPath, [path.join(root, 'lib/sink.mjs'), '--addrs', addrs, '--port', port], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    s.waiting = [];
    let buf = '';
    s.p.stdout.on('data', (d) => {
      buf += d;
      for (let k; (k = buf.indexOf('\n')) !== -1; buf = buf.slice(k + 1)) s.waiting.shift()?.res(buf.slice(0, k));
    });
    s.p.on('exit', (code) => s.waiting.splice(0).forEach((w) => w.rej(new Error(`the sink ended, exit ${code}`))));
    await s.line(); // "ready"
    return s;
  }
  line() {
    return new Promise((res, rej) => this.waiting.push({ res, rej }));
  }
  async ask(what) {
    this.p.stdin.write(what + '\n');
    return JSON.parse(await this.line());
  }
  stop() {
    this.p.stdin.end();
  }
}

async function inject(n, k) {
  const ep = T.submission ?? T.smtp;
  const from = acct(1).address;
  let next = 0;
  const session = async () => {
    const c = await Smtp.open(ep);
    while (next < n) {
      const j = next++;
      const to = `user${j % 100}@remote${1 + (j % 10)}.test`;
      await c.send(from, [to], smtpData(message({ id: `q${k}-${j}-${uniq}`, seed: j + 1, to, from })));
    }
    await c.quit();
  };
  const done = await Promise.allSettled(Array.from({ length: 10 }, session));
  return done.find((d) => d.status === 'rejected')?.reason.message;
}

export default async function queue() {
  const n = S(+(args['queue-n'] ?? 10000), 100);
  const accepted = [],
    delivered = [],
    drain = [],
    cpu = [],
    ms = [];
  let fail;
  const peak = pssPeak(1000);
  const sink = await Sink.start();
  try {
    for (let k = 0; k < RUNS && !fail; k++) {
      await sink.ask('reset');
      await waitQuiet();
      const meter = new Meter(T, [sink.p.pid]).start();
      const t0 = Date.now();
      fail = await inject(n, k);
      const t1 = Date.now();
      let st;
      do {
        await sleep(50);
        st = await sink.ask('stat');
      } while (!fail && st.unique < n && Date.now() - t1 < 300000);
      await sleep(300); // for a second copy
      st = await sink.ask('stat');
      const m = meter.stop();
      ms.push(m);
      if (!fail && st.unique !== n) fail = `arrived ${st.unique} of ${n} in 300 s`;
      if (st.dup) fail = `${st.dup} arrived twice`;
      if (fail) break;
      accepted.push(n / ((t1 - t0) / 1000));
      delivered.push(n / ((st.last - t0) / 1000));
      drain.push(Math.max(0, (st.last - t1) / 1000));
      if (m.serverCpu !== null) cpu.push((m.serverCpu / n) * 1000);
    }
  } finally {
    sink.stop();
  }
  const pk = peak.stop();
  const noise = noiseOf(ms);
  row('queue', `inject ${n} for 10 remote domains, 10 sessions: until 250`, 'msg/s', 'higher', accepted, {
    noise,
    ...failed(fail),
  });
  row('queue', `delivered to the sinks, all ${n}, from first MAIL FROM`, 'msg/s', 'higher', delivered, { noise });
  row('queue', `drain after the last 250 (${n})`, 's', 'lower', drain, { noise });
  row('queue', `server CPU s per 1000 (${n})`, 's', 'lower', cpu, { noise });
  if (pk) row('queue', `PSS peak (${n})`, 'MB', 'lower', [pk.pssKB / 1024], { processes: pk.processes });
}
