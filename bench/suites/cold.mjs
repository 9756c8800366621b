// Start until every port greets; memory and CPU at rest.
import net from 'node:net';
import { spawn } from 'node:child_process';
import { Imap } from '../lib/imap.mjs';
import { now, sleep, Meter, treeMem, rootPidsOf } from '../lib/util.mjs';
import { T, RUNS, acct, row } from '../lib/context.mjs';

function greets(ep) {
  return new Promise((res) => {
    const s = net.connect({ host: ep.host, port: ep.port });
    const end = (v) => {
      s.destroy();
      res(v);
    };
    s.setTimeout(3000, () => end(false));
    s.on('data', () => end(true))
      .on('error', () => end(false))
      .on('close', () => end(false));
  });
}

async function startOnce(eps) {
  // not spawnSync: what we started ourselves would stay a zombie, and a stop command that waits for its end would wait for ever
  const code = await new Promise((res) => spawn('bash', ['-c', T.stop], { stdio: 'ignore' }).on('exit', res));
  if (code !== 0) throw new Error(`stop command: exit ${code}`);
  await sleep(500);
  if (await greets(eps[0])) throw new Error('the stop command did not stop it');
  const t0 = now();
  spawn('bash', ['-c', T.start], { stdio: 'ignore', detached: true }).unref();
  for (const ep of eps)
    while (!(await greets(ep))) {
      if (now() - t0 > 60000) throw new Error(`port ${ep.port} does not greet 60 s after the start command`);
      await sleep(3);
    }
  const ms = now() - t0;
  await sleep(3000);
  return { ms, mem: treeMem(rootPidsOf(T)) };
}

export default async function cold() {
  const eps = [T.smtp, T.imap, T.pop3].filter(Boolean);
  if (T.start && T.stop) {
    const starts = [];
    for (let k = 0; k < Math.max(5, RUNS); k++) starts.push(await startOnce(eps));
    row(
      'cold',
      'start command until every port greets',
      'ms',
      'lower',
      starts.map((s) => s.ms),
    );
    const { processes } = starts[0].mem;
    if (processes)
      row(
        'cold',
        'PSS at rest, 3 s after start',
        'MB',
        'lower',
        starts.map((s) => s.mem.pssKB / 1024),
        { processes },
      );
  }
  const roots = rootPidsOf(T);
  if (!roots.length) return;
  if (T.imap) {
    const c = await Imap.open(T.imap, acct(1));
    await c.select('INBOX');
    const m = treeMem(roots);
    row('cold', 'PSS with one IMAP session', 'MB', 'lower', [m.pssKB / 1024], { processes: m.processes });
    await c.close();
  }
  const meter = new Meter(T).start();
  await sleep(10000);
  const m = meter.stop();
  row('cold', 'CPU at rest', '% of a core', 'lower', [(m.serverCpu / m.wall) * 100]);
}
