// IMAP over a large mailbox. Answers are counted after the clock has stopped.
import { Imap, countLines, literals, searchIds } from '../lib/imap.mjs';
import { imapDay, BASE_DATE } from '../lib/gen.mjs';
import { ensureBig, fiftyMessage, FIFTY, STEP_MS } from '../lib/big.mjs';
import { now, rng, Meter, waitQuiet } from '../lib/util.mjs';
import { args, T, RUNS, BIG as N, S, acct, want, row, failed, noiseOf, pssPeak } from '../lib/context.mjs';

const THUNDERBIRD =
  'UID RFC822.SIZE FLAGS BODY.PEEK[HEADER.FIELDS (From To Cc Bcc Subject Date Message-ID Priority X-Priority References Newsgroups In-Reply-To Content-Type Reply-To)]';
const FIVE = Math.max(5, RUNS); // short ones are run more often

let made;
// Runs f(connection, k) `runs` times and writes one row. f resolves with an answer of c.cmd() or with anything that has `ms`.
// check(answer): a string is a failure, an object goes into the row.
async function timed(name, f, o = {}) {
  const {
    unit = 'ms',
    better = 'lower',
    runs = RUNS,
    user = 11,
    box = 'Big',
    value = (r) => r.ms,
    check,
    mem = false,
  } = o;
  if (!want(name)) return;
  if (/ first time$/.test(name) && !args.first && !made[box]) return; // true only once after the mailbox is made
  const vals = [],
    ms = [];
  let fail,
    extra = {};
  const peak = mem ? pssPeak(200) : null;
  for (let k = 0; k < runs && !fail; k++) {
    const c = await Imap.open(T.imap, acct(user));
    if (box) await c.select(box);
    await waitQuiet();
    const meter = new Meter(T).start();
    const r = await f(c, k);
    ms.push(meter.stop());
    vals.push(value(r));
    if (r.status && r.status !== 'OK') fail = `${r.status} ${r.text.slice(0, 100)}`;
    const x = fail ? null : check?.(r);
    if (typeof x === 'string') fail = x;
    else if (x) extra = x;
    await c.close();
  }
  const pk = peak?.stop();
  if (pk) extra = { ...extra, pssPeakMB: +(pk.pssKB / 1024).toFixed(1) };
  if (ms[0].serverCpu !== null)
    extra = { ...extra, serverCpuS: +(ms.reduce((a, m) => a + m.serverCpu, 0) / ms.length).toFixed(3) };
  row('imap', name, unit, better, vals, { ...extra, noise: noiseOf(ms), ...failed(fail) });
}
const cmd = (line) => (c) => c.cmd(line);
const lines = (what, n) => (r) => {
  const k = countLines(r.data, what);
  return k === n ? null : `wanted ${n} answers, got ${k}`;
};
const hits = (wanted) => (r) => {
  const n = searchIds(r.data).length;
  return wanted === undefined || n === wanted ? { hits: n } : `${n} hits, wanted ${wanted}`;
};
const ids = (r) => (searchIds(r.data).length === N ? null : `${searchIds(r.data).length} ids of ${N}`);

async function reading() {
  await timed(`SELECT mailbox of ${N}`, (c) => c.select('Big'), {
    box: null,
    runs: FIVE,
    check: (r) => (r.exists === N ? null : `EXISTS ${r.exists}`),
  });
  await timed(`FETCH 1:* (UID FLAGS) of ${N}`, cmd('FETCH 1:* (UID FLAGS)'), {
    runs: FIVE,
    check: lines(' FETCH (', N),
  });
  const envelope = cmd('FETCH 1:* (ENVELOPE)');
  await timed('FETCH 1:* (ENVELOPE) first time', envelope, { runs: 1, check: lines(' FETCH (', N) });
  await timed('FETCH 1:* (ENVELOPE) again', envelope, { check: lines(' FETCH (', N), mem: true });
  const tb = 'FETCH 1:* (UID RFC822.SIZE FLAGS BODY.PEEK[HEADER.FIELDS (...)]) [Thunderbird]';
  await timed(`${tb} first time`, cmd(`FETCH 1:* (${THUNDERBIRD})`), { runs: 1, check: lines(' FETCH (', N) });
  await timed(`${tb} again`, cmd(`FETCH 1:* (${THUNDERBIRD})`), { check: lines(' FETCH (', N) });

  const fifty = { user: 12, box: 'Fifty' };
  const bs = `FETCH BODYSTRUCTURE of ${FIFTY} (50 KB, 3 parts)`;
  await timed(`${bs} first time`, cmd('FETCH 1:* (BODYSTRUCTURE)'), {
    ...fifty,
    runs: 1,
    check: lines('BODYSTRUCTURE (', FIFTY),
  });
  await timed(`${bs} again`, cmd('FETCH 1:* (BODYSTRUCTURE)'), { ...fifty, check: lines('BODYSTRUCTURE (', FIFTY) });
  await timed(`FETCH BODY.PEEK[] of ${FIFTY} x 50 KB, one command`, cmd('UID FETCH 1:* (UID BODY.PEEK[])'), {
    ...fifty,
    unit: 'MB/s',
    better: 'higher',
    mem: true,
    value: (r) => r.bytes / 1e6 / (r.ms / 1000),
    check: (r) => {
      const l = literals(r.data);
      return l.length === FIFTY && l[3].equals(fiftyMessage(3)) ? null : `${l.length} bodies, or bytes differ`;
    },
  });
  const oneByOne = (n, pick) => async (c, k) => {
    const R = rng(k + 1);
    const t = now();
    for (let i = 1; i <= n; i++) await c.ok(`FETCH ${pick(i, R)} (UID BODY.PEEK[])`);
    return { ms: now() - t, n };
  };
  const rate = { unit: 'msg/s', better: 'higher', value: (r) => r.n / (r.ms / 1000) };
  const few = Math.min(500, FIFTY),
    many = S(1000, 50);
  await timed(
    `FETCH BODY.PEEK[] of ${few} x 50 KB, one by one`,
    oneByOne(few, (i) => i),
    { ...fifty, ...rate },
  );
  await timed(
    `FETCH BODY.PEEK[] of ${many} random of ${N}, one by one`,
    oneByOne(many, (_, R) => 1 + Math.floor(R() * N)),
    rate,
  );
}

async function searching() {
  const day = (share) => imapDay(BASE_DATE + share * N * STEP_MS);
  const one = Math.floor(N * 0.77) + 3;
  const rare = Math.ceil((N - 7) / 1000); // seeds 7, 1007, 2007 ...
  await timed('SEARCH SUBJECT "kale"', cmd('SEARCH SUBJECT "kale"'), { check: hits() });
  await timed('SEARCH FROM "yilmaz"', cmd('SEARCH FROM "yilmaz"'), { check: hits() });
  await timed('SEARCH HEADER Message-ID (one hit)', cmd(`SEARCH HEADER "Message-ID" "big${one}@"`), { check: hits(1) });
  await timed('SEARCH SINCE/BEFORE (internal date)', cmd(`SEARCH SINCE ${day(0.3)} BEFORE ${day(0.5)}`), {
    check: hits(),
  });
  await timed('SEARCH SENTSINCE (Date header)', cmd(`SEARCH SENTSINCE ${day(0.9)}`), { check: hits() });
  await timed('SEARCH UNSEEN', cmd('SEARCH UNSEEN'), { check: hits(N) });
  await timed('SEARCH TEXT (rare word, hits 1/1000)', cmd('SEARCH TEXT "zzrare7q"'), { check: hits(rare), mem: true });
  await timed('SEARCH BODY (common word)', cmd('SEARCH BODY "kale"'), { check: hits() });

  const probe = await Imap.open(T.imap, acct(11));
  const caps = probe.caps;
  await probe.close();
  if (caps.has('SORT')) {
    await timed('UID SORT (REVERSE DATE) ALL', cmd('UID SORT (REVERSE DATE) UTF-8 ALL'), { check: ids });
    await timed('UID SORT (SUBJECT) ALL', cmd('UID SORT (SUBJECT) UTF-8 ALL'), { check: ids });
  }
  const thread = ['THREAD=REFERENCES', 'THREAD=REFS'].find((x) => caps.has(x));
  if (thread)
    await timed('UID THREAD REFERENCES ALL', cmd(`UID THREAD ${thread.slice(7)} UTF-8 ALL`), {
      check: (r) => (r.data.length > N ? null : 'short answer'),
    });
  if (caps.has('CONDSTORE') || caps.has('QRESYNC'))
    await timed(
      'FETCH 1:* (FLAGS) (CHANGEDSINCE) nothing new',
      async (c) => {
        const s = await c.ok('SELECT "Big" (CONDSTORE)');
        const modseq = /HIGHESTMODSEQ (\d+)/.exec(s.data.toString('latin1'))?.[1];
        return modseq
          ? c.cmd(`UID FETCH 1:* (FLAGS) (CHANGEDSINCE ${modseq})`)
          : { ms: NaN, status: 'NO', text: 'no HIGHESTMODSEQ' };
      },
      { check: lines(' FETCH (', 0) },
    );
}

async function changing(M) {
  const store = (how) => async (c) => {
    const r = await c.cmd(`STORE 1:${M} ${how} (\\Flagged)`);
    await c.ok(`STORE 1:${M} -FLAGS.SILENT (\\Flagged)`);
    return r;
  };
  await timed(`STORE 1:${M} +FLAGS (\\Flagged), answers included`, store('+FLAGS'), { check: lines(' FETCH (', M) });
  await timed(`STORE 1:${M} +FLAGS.SILENT (\\Flagged)`, store('+FLAGS.SILENT'));
  const few = Math.min(200, N);
  await timed(
    `STORE one message, one by one x ${few}`,
    async (c) => {
      const t = now();
      for (let i = 1; i <= few; i++) await c.ok(`STORE ${i} +FLAGS.SILENT (\\Answered)`);
      const ms = now() - t;
      await c.ok(`STORE 1:${few} -FLAGS.SILENT (\\Answered)`);
      return { ms };
    },
    { unit: 'op/s', better: 'higher', value: (r) => few / (r.ms / 1000) },
  );
}

async function moving(M) {
  const BOXES = ['CopyT', 'MoveT'];
  const copies = [],
    moves = [],
    expunges = [],
    ms = [];
  let fail;
  const c = await Imap.open(T.imap, acct(11));
  const canMove = c.caps.has('MOVE');
  for (const b of BOXES) await c.cmd(`DELETE "${b}"`);
  for (let k = 0; k < RUNS && !fail; k++) {
    for (const b of BOXES) await c.ok(`CREATE "${b}"`);
    await c.select('Big');
    await waitQuiet();
    const meter = new Meter(T).start();
    copies.push((await c.ok(`COPY 1:${M} "CopyT"`)).ms);
    let s = await c.select('CopyT');
    if (s.exists !== M) fail = `COPY: ${s.exists} of ${M}`;
    if (canMove) {
      moves.push((await c.ok(`MOVE 1:${M} "MoveT"`)).ms);
      s = await c.select('MoveT');
      if (s.exists !== M) fail = `MOVE: ${s.exists} of ${M}`;
    }
    await c.ok(`STORE 1:${M} +FLAGS.SILENT (\\Deleted)`);
    const r = await c.ok('EXPUNGE');
    expunges.push(r.ms);
    ms.push(meter.stop());
    const gone = countLines(r.data, ' EXPUNGE\r\n') || /^\* VANISHED /m.test(r.data.toString('latin1'));
    if (gone !== M && gone !== true) fail = `EXPUNGE: ${gone} answers of ${M}`;
    if ((s = await c.select(canMove ? 'MoveT' : 'CopyT')).exists) fail = `${s.exists} left after EXPUNGE`;
    await c.ok('CLOSE');
    for (const b of BOXES) await c.cmd(`DELETE "${b}"`);
  }
  await c.close();
  const noise = noiseOf(ms);
  row('imap', `COPY ${M}`, 'ms', 'lower', copies, { noise, ...failed(fail) });
  row('imap', `MOVE ${M}`, 'ms', 'lower', moves, { noise });
  row('imap', `EXPUNGE ${M}`, 'ms', 'lower', expunges, { noise });
}

async function listing() {
  const c = await Imap.open(T.imap, acct(14));
  for (let i = 0; i < 100; i++) await c.cmd(`CREATE "Folder${i}"`);
  await c.close();
  await timed(
    'LIST "" "*" + STATUS of 100 mailboxes',
    async (c) => {
      const t = now();
      const r = await c.ok('LIST "" "*"');
      for (let i = 0; i < 100; i++) await c.ok(`STATUS "Folder${i}" (MESSAGES UNSEEN UIDNEXT)`);
      return { ms: now() - t, listed: countLines(r.data, '* LIST ') };
    },
    { user: 14, box: null, check: (r) => (r.listed >= 101 ? null : `LIST: ${r.listed} mailboxes`) },
  );
}

export default async function imap() {
  made = await ensureBig();
  const M = Math.min(10000, Math.floor(N / 2));
  await reading();
  await searching();
  await changing(M);
  if (want('COPY/MOVE/EXPUNGE')) await moving(M);
  if (want('STATUS')) await listing();
}
