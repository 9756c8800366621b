// Loopback TCP and TLS in this Node: throughput, round trips, accepts, TLS handshakes (full and resumed).
//   node limits/net.mjs [--runs 3] [--seconds 3] [--out file.json]
// The server runs in a child process so that its CPU and the client's are on separate cores.
import net from 'node:net';
import tls from 'node:tls';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fork, execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { now, stats, parseArgs, fmt } from '../lib/util.mjs';

const self = fileURLToPath(import.meta.url);
if (process.argv[2] === 'server') {
  const handler = (s) => {
    s.setNoDelay(true);
    s.on('error', () => {});
    let mode = null;
    s.on('data', (d) => {
      if (mode === null) {
        mode = String.fromCharCode(d[0]);
        if (mode === 'D') {
          const b = Buffer.alloc(65536, 120);
          const push = () => {
            while (s.write(b));
          };
          s.on('drain', push);
          push();
          return;
        }
        d = d.subarray(1);
        if (!d.length) return;
      }
      if (mode === 'E') s.write(d); // echo
      // 'S': sink
    });
  };
  const certs = JSON.parse(process.env.CERTS);
  const out = {};
  const srv = net.createServer(handler).listen(0, '127.0.0.1', () => {
    out.plain = srv.address().port;
    next();
  });
  const next = () => {
    const names = Object.keys(certs);
    let left = names.length;
    for (const n of names) {
      const t = tls.createServer({ key: certs[n].key, cert: certs[n].cert, minVersion: 'TLSv1.2' }, handler);
      t.on('tlsClientError', () => {});
      t.listen(0, '127.0.0.1', () => {
        out[n] = t.address().port;
        if (!--left) process.send(out);
      });
    }
  };
  process.on('message', (m) => {
    if (m === 'cpu') process.send({ cpu: process.cpuUsage() });
    if (m === 'exit') process.exit(0);
  });
} else {
  const args = parseArgs(process.argv.slice(2));
  const runs = +(args.runs ?? 3),
    secs = +(args.seconds ?? 3);
  const tmp = fs.mkdtempSync(path.join(os.tmpdir(), 'benchnet-'));
  const mk = (name, algo) => {
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        ...algo,
        '-nodes',
        '-keyout',
        `${tmp}/${name}.key`,
        '-out',
        `${tmp}/${name}.crt`,
        '-days',
        '30',
        '-subj',
        '/CN=bench.test',
      ],
      { stdio: 'ignore' },
    );
    return { key: fs.readFileSync(`${tmp}/${name}.key`, 'utf8'), cert: fs.readFileSync(`${tmp}/${name}.crt`, 'utf8') };
  };
  const certs = {
    rsa2048: mk('rsa', ['rsa:2048']),
    ecdsa: mk('ec', ['ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1']),
  };
  const child = fork(self, ['server'], { env: { ...process.env, CERTS: JSON.stringify(certs) } });
  const ports = await new Promise((r) => child.once('message', r));
  const cpu = () =>
    new Promise((r) => {
      child.once('message', (m) => r((m.cpu.user + m.cpu.system) / 1e6));
      child.send('cpu');
    });
  const results = [];
  const row = (name, vals, unit, extra = {}) => {
    const s = stats(vals);
    results.push({ row: name, unit, ...s, ...extra });
    console.log(
      name.padEnd(70),
      `${fmt(s.min)} / ${fmt(s.median)} / ${fmt(s.max)} ${unit}`,
      Object.keys(extra).length ? JSON.stringify(extra) : '',
    );
  };
  const dial = (kind, opt = {}) =>
    new Promise((res, rej) => {
      const o = { host: '127.0.0.1', port: ports[kind], rejectUnauthorized: false, ...opt };
      const s = kind === 'plain' ? net.connect(o, () => res(s)) : tls.connect(o, () => res(s));
      s.on('error', rej);
      s.setNoDelay(true);
    });
  for (const kind of ['plain', 'ecdsa']) {
    const down = [],
      up = [],
      rt = [];
    for (let r = 0; r < runs; r++) {
      let s = await dial(kind);
      let bytes = 0;
      s.write('D');
      const t0 = now();
      s.on('data', (d) => {
        bytes += d.length;
      });
      await new Promise((x) => setTimeout(x, secs * 1000));
      down.push(bytes / 1e6 / ((now() - t0) / 1000));
      s.destroy();
      s = await dial(kind);
      s.write('S');
      const b = Buffer.alloc(65536, 120);
      const t1 = now();
      let sent = 0;
      while (now() - t1 < secs * 1000) {
        sent += b.length;
        if (!s.write(b)) await new Promise((x) => s.once('drain', x));
      }
      up.push(sent / 1e6 / ((now() - t1) / 1000));
      s.destroy();
      s = await dial(kind);
      s.write('E');
      let n = 0;
      const t2 = now();
      await new Promise((x) => {
        s.on('data', () => {
          n++;
          if (now() - t2 > secs * 1000) x();
          else s.write('ping\r\n');
        });
        s.write('ping\r\n');
      });
      rt.push(n / ((now() - t2) / 1000));
      s.destroy();
    }
    row(`${kind === 'plain' ? 'TCP' : 'TLS 1.3'} server->client one stream`, down, 'MB/s');
    row(`${kind === 'plain' ? 'TCP' : 'TLS 1.3'} client->server one stream`, up, 'MB/s');
    row(`${kind === 'plain' ? 'TCP' : 'TLS 1.3'} request/answer round trips, one connection`, rt, '/s');
  }
  const hs = async (label, kind, opt, par, resume) => {
    const vals = [],
      cp = [];
    let resumedPct = 100;
    for (let r = 0; r < runs; r++) {
      let session = null,
        reused = 0;
      if (resume) {
        const s = await dial(kind, opt);
        s.on('session', (x) => {
          session = x;
        });
        s.write('E.');
        await new Promise((x) => s.once('data', x));
        session ??= s.getSession(); // TLS 1.2: the event came before we could listen
        s.destroy();
      }
      const c0 = await cpu();
      const t0 = now();
      let n = 0;
      await Promise.all(
        Array.from({ length: par }, async () => {
          while (now() - t0 < secs * 1000) {
            const s = await dial(kind, { ...opt, ...(session ? { session } : {}) });
            if (kind !== 'plain' && s.isSessionReused()) reused++;
            s.on('error', () => {});
            s.destroy();
            n++;
          }
        }),
      );
      vals.push(n / ((now() - t0) / 1000));
      cp.push((((await cpu()) - c0) / n) * 1000);
      if (resume) resumedPct = Math.min(resumedPct, Math.round((100 * reused) / n));
    }
    row(label, vals, '/s', { serverCpuMsEach: +stats(cp).median.toFixed(3), ...(resume ? { resumedPct } : {}) });
  };
  await hs('TCP connects (1 parallel)', 'plain', {}, 1);
  await hs('TCP connects (10 parallel)', 'plain', {}, 10);
  for (const c of ['ecdsa', 'rsa2048'])
    for (const p of [1, 10]) await hs(`TLS 1.3 full handshakes ${c} (${p} parallel)`, c, {}, p);
  await hs('TLS 1.2 full handshakes rsa2048 (10 parallel)', 'rsa2048', { maxVersion: 'TLSv1.2' }, 10);
  await hs('TLS 1.2 resumed handshakes rsa2048 (10 parallel)', 'rsa2048', { maxVersion: 'TLSv1.2' }, 10, true);
  await hs('TLS 1.3 resumed handshakes ecdsa (10 parallel)', 'ecdsa', {}, 10, true);
  child.send('exit');
  fs.rmSync(tmp, { recursive: true });
  if (args.out)
    fs.writeFileSync(
      args.out,
      JSON.stringify(
        {
          what: 'limits/net',
          node: process.version,
          openssl: process.versions.openssl,
          when: new Date().toISOString(),
          results,
        },
        null,
        1,
      ),
    );
}
