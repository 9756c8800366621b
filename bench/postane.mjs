#!/usr/bin/env node
// Starts Postane headless by its documented command line, makes the bench's accounts, runs bench.mjs against it, stops it.
//   node postane.mjs --project DIR [--data DIR] [--port 26000] [--sink-port 2600] [--set key=value ...] [-- options of bench.mjs]
//   node postane.mjs --project DIR --up [...]    only up: prints "up: TARGET.json" and stays until SIGTERM or Ctrl-C
// --data must be empty or of an earlier run (default: a new temporary folder, removed afterwards). --port: ports PORT+25, +143 ... are used.
// --command: how `postane` is started (default "node scripts/postane.mjs", as an installed postane does).
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs, sleep } from './lib/util.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const cut = process.argv.indexOf('--');
const mine = process.argv.slice(2, cut === -1 ? undefined : cut);
const benchArgs = cut === -1 ? [] : process.argv.slice(cut + 1);
const args = parseArgs(mine, ['up']);
const extraSets = mine.flatMap((a, i) => (a === '--set' ? [mine[i + 1]] : a.startsWith('--set=') ? [a.slice(6)] : []));
if (!args.project) {
  console.error(
    'usage: postane.mjs --project DIR [--data DIR] [--port 26000] [--sink-port 2600] [--set key=value ...] [--up] [-- bench options]',
  );
  process.exit(2);
}

const USERS = 50;
const project = path.resolve(args.project);
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-postane-')); // pid file, log, target; and the data when none is named
const data = path.resolve(args.data ?? path.join(work, 'data'));
const base = +(args.port ?? 26000);
const sinkPort = +(args['sink-port'] ?? 2600);
const command = args.command ?? 'node scripts/postane.mjs';
const pidfile = path.join(work, 'pid');
const logfile = path.join(work, 'engine.log');
const targetFile = args.target ?? path.join(work, 'target.json');
const PORTS = {
  smtp: 25,
  pop3: 110,
  imap: 143,
  submissions: 465,
  submission: 587,
  imaps: 993,
  pop3s: 995,
  http: 80,
  https: 443,
};
const port = Object.fromEntries(Object.entries(PORTS).map(([k, n]) => [k, base + n]));
fs.mkdirSync(data, { recursive: true });

// ---------------------------------------------------------------------------------------- children
const children = new Set();
function child(file, argv, options) {
  const p = spawn(file, argv, options);
  children.add(p);
  p.done = new Promise((res) =>
    p
      .on('exit', (code, signal) => res(children.delete(p) && (code ?? signal)))
      .on('error', (e) => res(children.delete(p) && e.message)),
  );
  return p;
}
const shell = (line, options = {}) => child('bash', ['-c', line], { cwd: project, ...options });
const quote = (s) => `'${String(s).replace(/'/g, `'\\''`)}'`;

async function fakeDns() {
  for (let p = 5399; p < 5420; p++) {
    const dns = child(process.execPath, [path.join(here, 'lib/fakedns.mjs'), '--port', String(p)], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const up = await Promise.race([
      new Promise((r) => dns.stdout.once('data', () => r(true))),
      dns.done.then(() => false),
    ]);
    if (up) return `127.0.0.1:${p}`;
  }
  throw new Error('no free port for the fake DNS in 5399..5419');
}

// One command of the CLI against the running engine.
async function cli(words, stdin) {
  const p = shell(`${command} ${words.map(quote).join(' ')} --data ${quote(data)}`, {
    stdio: [stdin ? 'pipe' : 'ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const s of [p.stdout, p.stderr]) s.on('data', (d) => (said += d));
  p.stdin?.end(stdin);
  const code = await p.done;
  if (code !== 0 && !/exist/i.test(said))
    throw new Error(`postane ${words.join(' ')}: exit ${code}: ${said.trim().slice(-500)}`);
}

// ---------------------------------------------------------------------------------------- engine
function sets(dns) {
  const own = {
    ...Object.fromEntries(Object.entries(port).map(([k, v]) => [`${k}.port`, v])),
    hostname: 'mail.bench.test',
    'dns.servers': dns,
    'delivery.port': sinkPort,
    'limits.mode': 'off',
  };
  return [...Object.entries(own).map(([k, v]) => `${k}=${v}`), ...extraSets];
}
const serveLine = (dns) =>
  `${command} serve --profile trial --data ${quote(data)} --json ${sets(dns)
    .map((s) => `--set ${quote(s)}`)
    .join(' ')}`;

// The engine runs in a process group of its own, so that stopping reaches it behind npx and the launcher. Its pid stands in the pid file.
const startLine = (serve) =>
  `cd ${quote(project)} && echo $$ > ${quote(pidfile)} && exec ${serve} > ${quote(logfile)} 2>&1 < /dev/null`;
const stopLine = [
  `p=$(cat ${quote(pidfile)} 2>/dev/null) || exit 0`,
  'kill -TERM -- -$p 2>/dev/null',
  'for i in $(seq 300); do kill -0 -- -$p 2>/dev/null || exit 0; sleep 0.1; done',
  'kill -KILL -- -$p; exit 1',
].join('; ');

// Waits for the ready event in the log of the engine.
async function ready() {
  for (let i = 0; i < 1200; i++) {
    const lines = fs.existsSync(logfile) ? fs.readFileSync(logfile, 'utf8').split('\n').slice(0, -1) : [];
    for (const l of lines) {
      if (!l.startsWith('{')) continue;
      try {
        const e = JSON.parse(l);
        if (e.event === 'ready') return e;
      } catch {
        /* not an event */
      }
    }
    if (!children.has(engine))
      throw new Error(
        `the engine ended before it was ready, exit ${await engine.done}\n${lines.slice(-15).join('\n')}`,
      );
    await sleep(50);
  }
  throw new Error('no ready event in 60 s');
}

// LOGIN only after TLS? Then the bench has to use STARTTLS; say so, because the peers must be measured the same way.
function needsTls(protocol) {
  return new Promise((res) => {
    const [ask, sign] = protocol === 'imap' ? ['a CAPABILITY\r\n', / LOGINDISABLED/i] : ['CAPA\r\n', null];
    const s = net.connect({ host: '127.0.0.1', port: port[protocol] });
    let said = '',
      asked = false;
    const end = () => {
      s.destroy();
      res(sign ? sign.test(said) : /^STLS/im.test(said) && !/^(USER|SASL.*PLAIN)/im.test(said));
    };
    s.setTimeout(3000, end);
    s.on('error', end);
    s.on('data', (d) => {
      said += d;
      if (!asked && said.includes('\n')) {
        asked = true;
        s.write(ask);
      } else if (/^(a OK|\.\r)/m.test(said)) end();
    });
  });
}

function target(tls, start) {
  const at = (k, tls = 'none') => ({ port: port[k], tls });
  return {
    name: args.name ?? 'postane',
    host: '127.0.0.1',
    users: USERS,
    userPattern: 'u{n}@bench.test',
    pass: 'bench-pass-{n}',
    starttls: true,
    sinkPort,
    smtp: at('smtp'),
    submission: { ...at('submission', 'starttls'), auth: true },
    imap: at('imap', tls.imap),
    imaps: at('imaps', 'implicit'),
    pop3: at('pop3', tls.pop3),
    pidfiles: [pidfile],
    dataDirs: [data],
    start,
    stop: stopLine,
  };
}

let engine;
async function main() {
  const start = startLine(serveLine(await fakeDns()));
  engine = shell(start, { detached: true, stdio: 'ignore' });
  const event = await ready();
  for (const [k, p] of Object.entries(port)) {
    const open = event.listeners?.some((l) => l.port === p);
    if (!open && ['smtp', 'submission', 'imap', 'imaps', 'pop3'].includes(k))
      console.log(`note: no listener for ${k} on ${p} in the ready event`);
  }
  await cli(['domain', 'add', 'bench.test']);
  for (let n = 1; n <= USERS; n++)
    await cli(['account', 'add', `u${n}@bench.test`, '--password-stdin'], `bench-pass-${n}\n`);
  const tls = {
    imap: (await needsTls('imap')) ? 'starttls' : 'none',
    pop3: (await needsTls('pop3')) ? 'starttls' : 'none',
  };
  if (tls.imap === 'starttls')
    console.log('note: LOGIN only after TLS here; measure the peers with --imap-tls starttls --pop3-tls starttls too');
  fs.writeFileSync(targetFile, JSON.stringify(target(tls, start), null, 1));
  console.log(`up: ${targetFile}`);
  if (args.up) return new Promise(() => {});
  return child(process.execPath, [path.join(here, 'bench.mjs'), '--target', targetFile, ...benchArgs], {
    stdio: 'inherit',
  }).done;
}

let stopping = false;
async function finish(code) {
  if (stopping) return;
  stopping = true;
  for (const p of children) if (p !== engine) p.kill();
  const stop = spawn('bash', ['-c', stopLine], { stdio: 'ignore' });
  const stopped = await new Promise((r) => stop.on('exit', r));
  if (stopped !== 0) {
    console.error('the engine did not stop in 30 s: killed');
    code ||= 1;
  }
  if (code && fs.existsSync(logfile)) console.error(`log of the engine: ${logfile}`);
  else fs.rmSync(work, { recursive: true, force: true });
  process.exit(code);
}
for (const s of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(s, () => finish(args.up ? 0 : 130));
main().then(
  (code) => finish(code === 0 ? 0 : 1),
  (e) => {
    console.error(e.message);
    return finish(1);
  },
);
