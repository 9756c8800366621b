// What SQLite (better-sqlite3) and plain files can do on this disk.
//   node limits/sqlite.mjs --modules DIR_WITH_better-sqlite3 --dir SCRATCH [--runs 3] [--out file.json]
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createRequire } from 'node:module';
import { now, stats, parseArgs, fmt, rng, diskBytes } from '../lib/util.mjs';
import crypto from 'node:crypto';

const args = parseArgs(process.argv.slice(2));
const req = createRequire(path.resolve(args.modules ?? '.', 'x.js'));
const Database = req('better-sqlite3');
const dir = fs.mkdtempSync(path.join(path.resolve(args.dir ?? os.tmpdir()), 'bench-sqlite-')); // a folder of our own: it is removed at the end
const runs = +(args.runs ?? 3);
const secs = +(args.seconds ?? 3);
const results = [];
const blobs = {
  4096: crypto.randomBytes(4096),
  51200: crypto.randomBytes(51200),
  1048576: crypto.randomBytes(1048576),
};

function fresh(name, { page = 4096, sync = 'FULL', auto = 1000, mode = 'WAL', vacuum = 0 } = {}) {
  for (const s of ['', '-wal', '-shm', '-journal']) fs.rmSync(path.join(dir, name + s), { force: true });
  const db = new Database(path.join(dir, name));
  db.pragma(`page_size=${page}`);
  db.pragma(`journal_mode=${mode}`);
  db.pragma(`synchronous=${sync}`);
  db.pragma(`wal_autocheckpoint=${auto}`);
  db.exec(`CREATE TABLE blob(id INTEGER PRIMARY KEY, data BLOB NOT NULL);
           CREATE TABLE msg(id INTEGER PRIMARY KEY, mailbox INT NOT NULL, uid INT NOT NULL, modseq INT NOT NULL, size INT, date INT, flags INT, subject TEXT, sender TEXT, env TEXT, blob INT);
           CREATE UNIQUE INDEX msg_u ON msg(mailbox, uid); CREATE INDEX msg_m ON msg(mailbox, modseq);`);
  return db;
}
function row(name, vals, unit, extra = {}) {
  const s = stats(vals);
  results.push({ row: name, unit, ...s, ...extra });
  console.log(
    name.padEnd(78),
    `${fmt(s.min)} / ${fmt(s.median)} / ${fmt(s.max)} ${unit}`,
    Object.keys(extra).length ? JSON.stringify(extra) : '',
  );
}
const ENV = JSON.stringify({
  from: [['Ayse', null, 'ayse', 'example.com']],
  to: [['x', null, 'u1', 'bench.test']],
  id: '<abc@example.com>',
  ref: '<def@example.com>',
});

function insertBench(size, group, opt, label) {
  const vals = [];
  const p99s = [];
  let stallMax = 0;
  for (let r = 0; r < runs; r++) {
    const db = fresh('ins.db', opt);
    const ib = db.prepare('INSERT INTO blob(data) VALUES(?)');
    const im = db.prepare(
      'INSERT INTO msg(mailbox,uid,modseq,size,date,flags,subject,sender,env,blob) VALUES(1,?,?,?,?,0,?,?,?,?)',
    );
    let uid = 1;
    const lat = [];
    const tx = db.transaction((k) => {
      for (let i = 0; i < k; i++) {
        const b = ib.run(blobs[size]).lastInsertRowid;
        im.run(uid, uid, size, 1700000000 + uid, 'Subject ' + uid, 'ayse@example.com', ENV, b);
        uid++;
      }
    });
    const t0 = now();
    let n = 0;
    while (now() - t0 < secs * 1000 && n * size < 1.5e9) {
      const a = now();
      tx(group);
      lat.push(now() - a);
      n += group;
    }
    const dt = (now() - t0) / 1000;
    vals.push(n / dt);
    const s = stats(lat);
    stallMax = Math.max(stallMax, s.max);
    p99s.push(s.p99);
    db.close();
  }
  row(
    label ??
      `sqlite ${size} B + index row, ${group}/commit, sync=${opt?.sync ?? 'FULL'} ${opt?.mode ?? 'WAL'} page=${opt?.page ?? 4096} auto=${opt?.auto ?? 1000}`,
    vals,
    'msg/s',
    { commitP99ms: +stats(p99s).median.toFixed(2), commitMaxMs: +stallMax.toFixed(1) },
  );
}

// 1. plain fsync
{
  for (const kind of ['append 4K + fdatasync same file', 'append 4K + fsync same file']) {
    const vals = [];
    for (let r = 0; r < runs; r++) {
      const f = fs.openSync(path.join(dir, 'f.bin'), 'w');
      const t0 = now();
      let n = 0;
      while (now() - t0 < secs * 1000) {
        fs.writeSync(f, blobs[4096]);
        (kind.includes('fdata') ? fs.fdatasyncSync : fs.fsyncSync)(f);
        n++;
      }
      vals.push(n / ((now() - t0) / 1000));
      fs.closeSync(f);
      fs.rmSync(path.join(dir, 'f.bin'));
    }
    row(kind + ' (1 thread)', vals, '/s');
  }
  {
    // overwrite in place, preallocated: no metadata journal
    const vals = [];
    for (let r = 0; r < runs; r++) {
      const f = fs.openSync(path.join(dir, 'f.bin'), 'w');
      fs.writeSync(f, Buffer.alloc(64 << 20));
      fs.fsyncSync(f);
      const t0 = now();
      let n = 0;
      while (now() - t0 < secs * 1000) {
        fs.writeSync(f, blobs[4096], 0, 4096, (n % 16000) * 4096);
        fs.fdatasyncSync(f);
        n++;
      }
      vals.push(n / ((now() - t0) / 1000));
      fs.closeSync(f);
      fs.rmSync(path.join(dir, 'f.bin'));
    }
    row('overwrite 4K preallocated + fdatasync (1 thread)', vals, '/s');
  }
}
// 2. new file per message: write + fsync + rename + fsync(dir), sync and with K in flight through libuv
for (const size of [4096, 51200]) {
  const vals = [];
  for (let r = 0; r < runs; r++) {
    const d = path.join(dir, 'files');
    fs.rmSync(d, { recursive: true, force: true });
    fs.mkdirSync(d);
    const dfd = fs.openSync(d, 'r');
    const t0 = now();
    let n = 0;
    while (now() - t0 < secs * 1000) {
      const p = path.join(d, 't' + n);
      const f = fs.openSync(p, 'wx');
      fs.writeSync(f, blobs[size]);
      fs.fsyncSync(f);
      fs.closeSync(f);
      fs.renameSync(p, path.join(d, 'm' + n));
      fs.fsyncSync(dfd);
      n++;
    }
    vals.push(n / ((now() - t0) / 1000));
    fs.closeSync(dfd);
    fs.rmSync(d, { recursive: true });
  }
  row(`new file ${size} B + fsync + rename + fsync(dir), 1 at a time`, vals, 'msg/s');
  for (const k of [10, 50]) {
    const v2 = [];
    for (let r = 0; r < runs; r++) {
      const d = path.join(dir, 'files');
      fs.rmSync(d, { recursive: true, force: true });
      fs.mkdirSync(d);
      const dh = await fs.promises.open(d, 'r');
      const t0 = now();
      let n = 0,
        done = 0;
      await Promise.all(
        Array.from({ length: k }, async () => {
          while (now() - t0 < secs * 1000) {
            const i = n++;
            const p = path.join(d, 't' + i);
            const h = await fs.promises.open(p, 'wx');
            await h.write(blobs[size]);
            await h.sync();
            await h.close();
            await fs.promises.rename(p, path.join(d, 'm' + i));
            await dh.sync();
            done++;
          }
        }),
      );
      v2.push(done / ((now() - t0) / 1000));
      await dh.close();
      fs.rmSync(d, { recursive: true });
    }
    row(
      `new file ${size} B + fsync + rename + fsync(dir), ${k} in flight (libuv pool ${process.env.UV_THREADPOOL_SIZE ?? 4})`,
      v2,
      'msg/s',
    );
  }
}
// 3. sqlite
for (const size of [4096, 51200, 1048576])
  for (const g of size === 1048576 ? [1, 10] : [1, 10, 50, 200]) insertBench(size, g);
insertBench(4096, 1, { sync: 'NORMAL' });
insertBench(4096, 50, { sync: 'NORMAL' });
insertBench(4096, 1, { mode: 'DELETE' });
for (const page of [8192, 16384, 32768]) {
  insertBench(4096, 50, { page });
  insertBench(51200, 10, { page });
}
for (const auto of [200, 4000, 16000, 0]) {
  insertBench(4096, 50, { auto });
}
for (const auto of [4000, 16000]) {
  insertBench(51200, 10, { auto });
}
insertBench(4096, 1, { auto: 16000 });
// 4. file for the body + sqlite row, grouped: K bodies written and fsynced in parallel, one commit for all
for (const size of [4096, 51200])
  for (const g of [1, 10, 50]) {
    const vals = [];
    for (let r = 0; r < runs; r++) {
      const d = path.join(dir, 'files');
      fs.rmSync(d, { recursive: true, force: true });
      fs.mkdirSync(d);
      const dh = await fs.promises.open(d, 'r');
      const db = fresh('mix.db');
      const im = db.prepare(
        'INSERT INTO msg(mailbox,uid,modseq,size,date,flags,subject,sender,env,blob) VALUES(1,?,?,?,?,0,?,?,?,?)',
      );
      const tx = db.transaction((a, b) => {
        for (let i = a; i < b; i++) im.run(i, i, size, 17e8 + i, 'Subject ' + i, 'ayse@example.com', ENV, i);
      });
      const t0 = now();
      let n = 0;
      while (now() - t0 < secs * 1000) {
        const a = n;
        n += g;
        await Promise.all(
          Array.from({ length: g }, async (_, j) => {
            const h = await fs.promises.open(path.join(d, 'm' + (a + j)), 'wx');
            await h.write(blobs[size]);
            await h.sync();
            await h.close();
          }),
        );
        await dh.sync();
        tx(a, n);
      }
      vals.push(n / ((now() - t0) / 1000));
      await dh.close();
      db.close();
      fs.rmSync(d, { recursive: true });
    }
    row(`file ${size} B + fsync in parallel, then sqlite row, ${g}/commit`, vals, 'msg/s');
  }
// 4b. append-only pack file: K bodies appended to one segment, one fdatasync, then sqlite commit
for (const size of [4096, 51200])
  for (const g of [1, 10, 50, 200]) {
    const vals = [];
    for (let r = 0; r < runs; r++) {
      const f = fs.openSync(path.join(dir, 'seg.bin'), 'w');
      const db = fresh('mix.db');
      const im = db.prepare(
        'INSERT INTO msg(mailbox,uid,modseq,size,date,flags,subject,sender,env,blob) VALUES(1,?,?,?,?,0,?,?,?,?)',
      );
      const tx = db.transaction((a, b) => {
        for (let i = a; i < b; i++) im.run(i, i, size, 17e8 + i, 'Subject ' + i, 'ayse@example.com', ENV, i);
      });
      const t0 = now();
      let n = 0;
      const list = Array.from({ length: g }, () => blobs[size]);
      while (now() - t0 < secs * 1000 && n * size < 3e9) {
        fs.writevSync(f, list);
        fs.fdatasyncSync(f);
        tx(n, n + g);
        n += g;
      }
      vals.push(n / ((now() - t0) / 1000));
      fs.closeSync(f);
      db.close();
      fs.rmSync(path.join(dir, 'seg.bin'));
    }
    row(`append-only segment ${size} B, one fdatasync + one sqlite commit per ${g}`, vals, 'msg/s');
  }
// 5. reads: 100,000 blobs of 4K and 10,000 of 50K; random and in order; warm page cache
for (const size of [4096, 51200]) {
  const N = size === 4096 ? 100000 : 10000;
  const db = fresh('rd.db', { auto: 10000 });
  const ib = db.prepare('INSERT INTO blob(data) VALUES(?)');
  const im = db.prepare(
    'INSERT INTO msg(mailbox,uid,modseq,size,date,flags,subject,sender,env,blob) VALUES(1,?,?,?,?,0,?,?,?,?)',
  );
  db.transaction(() => {
    for (let i = 1; i <= N; i++) {
      ib.run(blobs[size]);
      im.run(i, i, size, 17e8 + i, 'Subject ' + i, 'ayse@example.com', ENV, i);
    }
  })();
  db.pragma('wal_checkpoint(TRUNCATE)');
  const get = db.prepare('SELECT data FROM blob WHERE id=?');
  const R = rng(7);
  const a = [],
    b = [],
    c = [],
    e = [];
  for (let r = 0; r < Math.max(3, runs); r++) {
    let t0 = now();
    for (let i = 1; i <= N; i++) get.get(i);
    a.push(N / ((now() - t0) / 1000));
    const K = Math.min(N, 10000);
    t0 = now();
    for (let i = 0; i < K; i++) get.get(1 + Math.floor(R() * N));
    b.push(K / ((now() - t0) / 1000));
    const q = db.prepare('SELECT uid, flags FROM msg WHERE mailbox=1 ORDER BY uid').raw();
    t0 = now();
    let n = 0;
    for (const x of q.iterate()) n += x[0] & 1;
    c.push(N / ((now() - t0) / 1000));
    const q2 = db.prepare('SELECT uid, subject, sender, env FROM msg WHERE mailbox=1 ORDER BY uid').raw();
    t0 = now();
    const all = q2.all();
    e.push(all.length / ((now() - t0) / 1000));
  }
  row(`sqlite read ${size} B blob in order (N=${N})`, a, 'msg/s', {
    MBps: +((stats(a).median * size) / 1e6).toFixed(0),
  });
  row(`sqlite read ${size} B blob random`, b, 'msg/s', { MBps: +((stats(b).median * size) / 1e6).toFixed(0) });
  if (size === 4096) {
    row('sqlite scan uid,flags of 100,000 rows (iterate raw)', c, 'rows/s');
    row('sqlite scan uid,subject,sender,env of 100,000 rows (all raw)', e, 'rows/s');
    const up = [];
    for (let r = 0; r < runs; r++) {
      const u = db.prepare('UPDATE msg SET flags=flags|?, modseq=? WHERE mailbox=1 AND uid BETWEEN ? AND ?');
      const t0 = now();
      u.run(1 << r, 200000 + r, 1, 10000);
      up.push(now() - t0);
    }
    row('sqlite UPDATE flags+modseq of 10,000 rows, one commit', up, 'ms');
    const cp = [];
    for (let r = 0; r < runs; r++) {
      const u = db.prepare(
        'INSERT INTO msg(mailbox,uid,modseq,size,date,flags,subject,sender,env,blob) SELECT ?,uid,modseq,size,date,flags,subject,sender,env,blob FROM msg WHERE mailbox=1 AND uid<=10000',
      );
      const t0 = now();
      u.run(2 + r);
      cp.push(now() - t0);
    }
    row('sqlite COPY 10,000 rows (shared blobs), one commit', cp, 'ms');
    const de = [];
    for (let r = 0; r < runs; r++) {
      const u = db.prepare('DELETE FROM msg WHERE mailbox=?');
      const t0 = now();
      u.run(2 + r);
      de.push(now() - t0);
    }
    row('sqlite DELETE 10,000 rows (no blobs), one commit', de, 'ms');
    const db2 = [];
    for (let r = 0; r < runs; r++) {
      const u = db.prepare('DELETE FROM blob WHERE id BETWEEN ? AND ?');
      const t0 = now();
      u.run(1 + r * 10000, 10000 + r * 10000);
      db2.push(now() - t0);
    }
    row('sqlite DELETE 10,000 blobs of 4096 B, one commit', db2, 'ms');
  } else {
    const db2 = [];
    for (let r = 0; r < runs; r++) {
      const u = db.prepare('DELETE FROM blob WHERE id BETWEEN ? AND ?');
      const t0 = now();
      u.run(1 + r * 1000, 1000 + r * 1000);
      db2.push(now() - t0);
    }
    row('sqlite DELETE 1,000 blobs of 51200 B, one commit', db2, 'ms');
  }
  db.close();
}
// 6. checkpoint cost: write 64 MB of WAL, then checkpoint
{
  const v = [],
    p = [];
  for (let r = 0; r < runs; r++) {
    const db = fresh('cp.db', { auto: 0 });
    const ib = db.prepare('INSERT INTO blob(data) VALUES(?)');
    const tx = db.transaction(() => {
      for (let i = 0; i < 200; i++) ib.run(blobs[4096]);
    });
    for (let i = 0; i < 40; i++) tx();
    const mb = fs.statSync(path.join(dir, 'cp.db-wal')).size / 1e6;
    let t0 = now();
    db.pragma('wal_checkpoint(PASSIVE)');
    v.push(now() - t0);
    p.push(mb);
    db.close();
  }
  row(`sqlite checkpoint of a ${fmt(stats(p).median)} MB WAL (blocks the thread that runs it)`, v, 'ms');
}
// 7. FTS5: index 10,000 texts of 2.5 KB
{
  const words = Array.from({ length: 20000 }, (_, i) => 'w' + ((i * 2654435761) % 1e9).toString(36));
  const R = rng(3);
  const text = () => {
    let s = '';
    while (s.length < 2500) s += words[Math.floor(Math.pow(R(), 3) * words.length)] + ' ';
    return s;
  };
  const T = Array.from({ length: 2000 }, text);
  const vals = [],
    q = [],
    sz = [];
  for (let r = 0; r < runs; r++) {
    const db = fresh('fts.db');
    db.exec("CREATE VIRTUAL TABLE f USING fts5(t, content='', tokenize='unicode61 remove_diacritics 2')");
    const ins = db.prepare('INSERT INTO f(rowid,t) VALUES(?,?)');
    const t0 = now();
    let n = 1;
    for (let b = 0; b < 100; b++)
      db.transaction(() => {
        for (let i = 0; i < 100; i++) {
          ins.run(n, T[n % 2000]);
          n++;
        }
      })();
    vals.push(10000 / ((now() - t0) / 1000));
    sz.push(diskBytes([path.join(dir, 'fts.db')]).alloc / 10000);
    const s = db.prepare('SELECT rowid FROM f WHERE f MATCH ?');
    const t1 = now();
    for (let i = 0; i < 50; i++) s.all('"' + words[5000 + i * 100] + '"');
    q.push((now() - t1) / 50);
    db.close();
  }
  row('sqlite FTS5 (contentless) insert of 2.5 KB texts, 100/commit', vals, 'msg/s', {
    bytesPerMsg: Math.round(stats(sz).median),
  });
  row('sqlite FTS5 MATCH one word in 10,000', q, 'ms');
}
fs.rmSync(dir, { recursive: true, force: true });
if (args.out)
  fs.writeFileSync(
    args.out,
    JSON.stringify(
      {
        what: 'limits/sqlite',
        node: process.version,
        sqlite: new Database(':memory:').prepare('select sqlite_version() v').get().v,
        when: new Date().toISOString(),
        results,
      },
      null,
      1,
    ),
  );
