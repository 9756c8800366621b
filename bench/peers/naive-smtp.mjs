// Bare designs on the npm package smtp-server, to know what each way of storing costs. Not a mail server.
//   node naive-smtp.mjs --modules DIR_WITH_smtp-server[_and_better-sqlite3] --port 24025 --spool DIR --pidfile FILE --store file|null|sqlite-main|sqlite-worker
//   file: one file per message, fsync, rename, fsync(dir) before 250 (the naive Node design)
//   null: 250 at once, nothing stored (the ceiling of smtp-server itself)
//   sqlite-main: all messages waiting go into one SQLite commit (FULL) on the main thread; sqlite-worker: the same in a worker thread
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';
import { parseArgs } from '../lib/util.mjs';

const args = isMainThread ? parseArgs(process.argv.slice(2)) : workerData;
const req = createRequire(path.resolve(args.modules ?? '.', 'x.js'));
function openStore() {
  const Database = req('better-sqlite3');
  const db = new Database(path.join(args.spool, '..', 'bench.db'));
  db.pragma(`page_size=${args.page ?? 16384}`);
  db.pragma('journal_mode=WAL');
  db.pragma('synchronous=FULL');
  db.pragma('wal_autocheckpoint=2000');
  db.exec(
    'CREATE TABLE IF NOT EXISTS blob(id INTEGER PRIMARY KEY, data BLOB NOT NULL); CREATE TABLE IF NOT EXISTS msg(id INTEGER PRIMARY KEY, rcpt TEXT, size INT, head TEXT, blob INT)',
  );
  const ib = db.prepare('INSERT INTO blob(data) VALUES(?)'),
    im = db.prepare('INSERT INTO msg(rcpt,size,head,blob) VALUES(?,?,?,?)');
  return db.transaction((list) => {
    for (const m of list) {
      const b = ib.run(m.data).lastInsertRowid;
      im.run(m.rcpt, m.data.length, m.head, b);
    }
  });
}
if (!isMainThread) {
  const put = openStore();
  parentPort.on('message', (list) => {
    try {
      put(list.map((m) => ({ ...m, data: Buffer.from(m.data.buffer, m.data.byteOffset, m.data.byteLength) })));
      parentPort.postMessage(null);
    } catch (e) {
      parentPort.postMessage(e.message);
    }
  });
  parentPort.postMessage('ready');
} else {
  const { SMTPServer } = req('smtp-server');
  fs.mkdirSync(args.spool, { recursive: true });
  const dir = await fs.promises.open(args.spool, 'r');
  let n = 0;
  const store = args.store ?? 'file';
  let waiting = [],
    busy = false;
  let commit;
  if (store === 'sqlite-main') {
    const put = openStore();
    commit = () => {
      if (busy) return;
      busy = true;
      setImmediate(() => {
        busy = false;
        const w = waiting;
        waiting = [];
        let err = null;
        try {
          put(w);
        } catch (e) {
          err = e;
        }
        for (const m of w) m.cb(err, 'stored');
      });
    };
  }
  if (store === 'sqlite-worker') {
    const w = new Worker(fileURLToPath(import.meta.url), { workerData: args });
    await new Promise((r) => w.once('message', r));
    let flight = [];
    const go = () => {
      if (busy || !waiting.length) return;
      busy = true;
      flight = waiting;
      waiting = [];
      w.postMessage(
        flight.map((m) => ({ rcpt: m.rcpt, head: m.head, data: m.data })),
        flight.map((m) => m.data.buffer),
      );
    };
    w.on('message', (err) => {
      const f = flight;
      busy = false;
      for (const m of f) m.cb(err ? new Error(err) : null, 'stored');
      go();
    });
    commit = go;
  }
  const own = (chunks) => {
    let len = 0;
    for (const c of chunks) len += c.length;
    const u = new Uint8Array(new ArrayBuffer(len));
    let o = 0;
    for (const c of chunks) {
      u.set(c, o);
      o += c.length;
    }
    return u;
  };
  const s = new SMTPServer({
    authOptional: true,
    disabledCommands: args.key ? [] : ['STARTTLS'],
    logger: false,
    size: 52428800,
    disableReverseLookup: true,
    ...(args.key ? { key: fs.readFileSync(args.key), cert: fs.readFileSync(args.cert) } : {}),
    onData(stream, session, cb) {
      const head = Buffer.from(
        `Received: from ${session.hostNameAppearsAs} by bench.test; ${new Date().toUTCString()}\r\n`,
      );
      const chunks = [head];
      stream.on('data', (c) => chunks.push(c));
      stream.on('error', cb);
      stream.on('end', async () => {
        if (store === 'null') return cb(null, 'gone');
        if (commit) {
          waiting.push({ data: own(chunks), head: '', rcpt: session.envelope.rcptTo[0].address, cb });
          return commit();
        }
        try {
          const name = `${Date.now()}.${process.pid}.${n++}`;
          const tmp = path.join(args.spool, '..', 'tmp-' + name);
          const h = await fs.promises.open(tmp, 'wx');
          await h.writev(chunks);
          await h.sync();
          await h.close();
          await fs.promises.rename(tmp, path.join(args.spool, name));
          await dir.sync();
          cb(null, 'queued ' + name);
        } catch (e) {
          cb(e);
        }
      });
    },
  });
  s.on('error', (e) => console.error(e.message));
  s.listen(+args.port, '127.0.0.1', () => {
    if (args.pidfile) fs.writeFileSync(args.pidfile, String(process.pid));
  });
}
