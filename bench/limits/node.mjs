// What one Node thread can do for IMAP: forming FETCH answers, scanning text, FTS5 word and trigram indexes on the bench's own messages.
//   node limits/node.mjs --modules DIR_WITH_better-sqlite3 --dir SCRATCH [--n 100000] [--runs 3] [--out file.json]
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import zlib from 'node:zlib';
import { createRequire } from 'node:module';
import { now, stats, parseArgs, fmt, rng, diskBytes } from '../lib/util.mjs';
import { message } from '../lib/gen.mjs';

const args = parseArgs(process.argv.slice(2));
const Database = createRequire(path.resolve(args.modules ?? '.', 'x.js'))('better-sqlite3');
const dir = fs.mkdtempSync(path.join(path.resolve(args.dir ?? os.tmpdir()), 'bench-node-')); // a folder of our own: it is removed at the end
const runs = +(args.runs ?? 3);
const N = +(args.n ?? 100000);
const results = [];
const row = (name, vals, unit, extra = {}) => {
  const s = stats(vals);
  results.push({ row: name, unit, ...s, ...extra });
  console.log(
    name.padEnd(82),
    `${fmt(s.min)} / ${fmt(s.median)} / ${fmt(s.max)} ${unit}`,
    Object.keys(extra).length ? JSON.stringify(extra) : '',
  );
};
const rep = (name, unit, f, conv = (ms) => ms, extra) => {
  const v = [];
  let x;
  for (let r = 0; r < runs; r++) {
    const t = now();
    x = f(r);
    v.push(conv(now() - t, x));
  }
  row(name, v, unit, typeof extra === 'function' ? extra(x) : extra);
};

// 1. FETCH 1:* (UID FLAGS) from typed arrays into 64 KB buffers
const uids = new Uint32Array(N),
  flags = new Uint8Array(N);
for (let i = 0; i < N; i++) {
  uids[i] = i + 1 + (i >> 3);
  flags[i] = (i * 7) & 15;
}
const F = Array.from({ length: 256 }, (_, f) =>
  [f & 1 && '\\Seen', f & 2 && '\\Answered', f & 4 && '\\Flagged', f & 8 && '\\Draft'].filter(Boolean).join(' '),
);
rep(`form ${N} lines "* n FETCH (UID u FLAGS (...))" from typed arrays`, 'ms', () => {
  let out = 0,
    s = '';
  for (let i = 0; i < N; i++) {
    s += `* ${i + 1} FETCH (UID ${uids[i]} FLAGS (${F[flags[i]]}))\r\n`;
    if (s.length > 60000) {
      out += Buffer.from(s, 'latin1').length;
      s = '';
    }
  }
  return out + s.length;
});
rep(
  `the same in slices of 2,000 with setImmediate between: longest slice`,
  'ms',
  () => {
    let worst = 0;
    for (let a = 0; a < N; a += 2000) {
      const t = now();
      let s = '';
      for (let i = a; i < Math.min(N, a + 2000); i++)
        s += `* ${i + 1} FETCH (UID ${uids[i]} FLAGS (${F[flags[i]]}))\r\n`;
      Buffer.from(s, 'latin1');
      worst = Math.max(worst, now() - t);
    }
    return worst;
  },
  (ms, x) => x,
);

// 2. messages as in the bench's mailbox "Big"
const msgs = [];
let total = 0;
for (let i = 0; i < N; i++) {
  const R = rng(i * 7 + 3);
  const x = R();
  const m = message({
    id: `big${i}`,
    seed: i,
    kind: x < 0.6 ? 'text' : 'alt',
    size: x < 0.6 ? 1200 + Math.floor(R() * 2800) : 3000 + Math.floor(R() * 5000),
  });
  msgs.push(m);
  total += m.length;
}
console.log(`${N} messages, ${(total / 1e6).toFixed(0)} MB`);
rep(
  'split header/body, unfold, lower-case names (naive parser)',
  'msg/s',
  () => {
    let n = 0;
    for (let i = 0; i < 20000; i++) {
      const m = msgs[i % N];
      const e = m.indexOf('\r\n\r\n');
      const h = m.latin1Slice(0, e).replace(/\r\n[ \t]+/g, ' ');
      for (const l of h.split('\r\n')) {
        const k = l.indexOf(':');
        n += l.slice(0, k).toLowerCase().length;
      }
    }
    return n;
  },
  (ms) => 20000 / (ms / 1000),
);
rep(
  'scan all raw messages in memory for an ASCII word, exact case (Buffer.includes)',
  'MB/s',
  () => {
    let n = 0;
    for (const m of msgs) if (m.includes('zzrare7q')) n++;
    return n;
  },
  (ms) => total / 1e6 / (ms / 1000),
  (x) => ({ hits: x }),
);
rep(
  'scan case-insensitively: latin1 string + toLowerCase + includes',
  'MB/s',
  () => {
    let n = 0;
    for (const m of msgs) if (m.latin1Slice(0, m.length).toLowerCase().includes('zzrare7q')) n++;
    return n;
  },
  (ms) => total / 1e6 / (ms / 1000),
);
{
  const re = /zzrare7q/i;
  rep(
    'scan case-insensitively: latin1 string + regex /i',
    'MB/s',
    () => {
      let n = 0;
      for (const m of msgs) if (re.test(m.latin1Slice(0, m.length))) n++;
      return n;
    },
    (ms) => total / 1e6 / (ms / 1000),
  );
}
// 3. in SQLite: raw blobs, scan; text column with LIKE; FTS5 unicode61; FTS5 trigram
const body = (m) => {
  const e = m.indexOf('\r\n\r\n');
  return m.utf8Slice(0, m.length).replace(/<[^>]*>/g, ' ');
};
const db = new Database(path.join(dir, 'n.db'));
db.pragma('page_size=8192');
db.pragma('journal_mode=WAL');
db.pragma('synchronous=FULL');
db.exec(
  'CREATE TABLE b(id INTEGER PRIMARY KEY, data BLOB); CREATE TABLE s(id INTEGER PRIMARY KEY, subject TEXT, sender TEXT, date INT)',
);
{
  const ins = db.prepare('INSERT INTO b VALUES(?,?)'),
    is = db.prepare('INSERT INTO s VALUES(?,?,?,?)');
  const t = now();
  for (let a = 0; a < N; a += 500)
    db.transaction(() => {
      for (let i = a; i < Math.min(N, a + 500); i++) {
        ins.run(i + 1, msgs[i]);
        const h = msgs[i].latin1Slice(0, Math.min(1500, msgs[i].length));
        is.run(i + 1, /\r\nSubject: ([^\r]*)/.exec(h)?.[1] ?? '', /^From: ([^\r]*)/.exec(h)?.[1] ?? '', i);
      }
    })();
  row('store all raw messages, 500/commit, FULL', [N / ((now() - t) / 1000)], 'msg/s');
}
rep(
  'SEARCH TEXT by reading every blob and scanning (one thread)',
  'ms',
  () => {
    let n = 0;
    for (const r of db.prepare('SELECT data FROM b').raw().iterate())
      if (r[0].latin1Slice(0, r[0].length).toLowerCase().includes('zzrare7q')) n++;
    return n;
  },
  undefined,
  (x) => ({ hits: x }),
);
rep(
  "SEARCH SUBJECT by LIKE '%kale%' over all rows",
  'ms',
  () => db.prepare("SELECT id FROM s WHERE subject LIKE '%kale%'").raw().all().length,
  undefined,
  (x) => ({ hits: x }),
);
for (const [name, tok] of [
  ['unicode61', 'unicode61 remove_diacritics 2'],
  ['trigram', 'trigram'],
]) {
  const d2 = new Database(path.join(dir, name + '.db'));
  d2.pragma('page_size=8192');
  d2.pragma('journal_mode=WAL');
  d2.pragma('synchronous=FULL');
  d2.exec(`CREATE VIRTUAL TABLE f USING fts5(t, content='', tokenize="${tok}")`);
  const n = name === 'trigram' ? Math.min(N, 20000) : N;
  const ins = d2.prepare('INSERT INTO f(rowid,t) VALUES(?,?)');
  let bytes = 0;
  const lat = [];
  const t = now();
  for (let a = 0; a < n; a += 100) {
    const u = now();
    d2.transaction(() => {
      for (let i = a; i < Math.min(n, a + 100); i++) {
        ins.run(i + 1, body(msgs[i]));
        bytes += msgs[i].length;
      }
    })();
    lat.push(now() - u);
  }
  row(`FTS5 ${name}: index messages, 100/commit`, [n / ((now() - t) / 1000)], 'msg/s', {
    n,
    commitP99ms: +stats(lat).p99.toFixed(1),
    commitMaxMs: +stats(lat).max.toFixed(1),
  });
  d2.pragma('wal_checkpoint(TRUNCATE)');
  row(`FTS5 ${name}: index bytes per raw byte`, [diskBytes([path.join(dir, name + '.db')]).alloc / bytes], 'x');
  rep(
    `FTS5 ${name}: find rare word`,
    'ms',
    () => d2.prepare('SELECT rowid FROM f WHERE f MATCH ?').raw().all('"zzrare7q"').length,
    undefined,
    (x) => ({ hits: x }),
  );
  rep(
    `FTS5 ${name}: find common word`,
    'ms',
    () => d2.prepare('SELECT rowid FROM f WHERE f MATCH ?').raw().all('"kale"').length,
    undefined,
    (x) => ({ hits: x }),
  );
  d2.close();
}
// 4. compression
{
  const take = msgs.slice(0, 5000);
  const raw = take.reduce((a, m) => a + m.length, 0);
  for (const [n, z, u] of [
    ['deflate level 1', (m) => zlib.deflateRawSync(m, { level: 1 }), zlib.inflateRawSync],
    ['deflate level 6', (m) => zlib.deflateRawSync(m, { level: 6 }), zlib.inflateRawSync],
    ...(zlib.zstdCompressSync ? [['zstd level 3', (m) => zlib.zstdCompressSync(m), zlib.zstdDecompressSync]] : []),
  ]) {
    let out;
    rep(
      `${n} of single messages`,
      'msg/s',
      () => {
        out = take.map(z);
        return out.reduce((a, m) => a + m.length, 0);
      },
      (ms) => take.length / (ms / 1000),
      (x) => ({ ratio: +(x / raw).toFixed(3) }),
    );
    rep(
      `un-${n}`,
      'msg/s',
      () => {
        for (const o of out) u(o);
      },
      (ms) => take.length / (ms / 1000),
    );
  }
}
db.close();
fs.rmSync(dir, { recursive: true, force: true });
if (args.out)
  fs.writeFileSync(
    args.out,
    JSON.stringify({ what: 'limits/node', node: process.version, when: new Date().toISOString(), results }, null, 1),
  );
