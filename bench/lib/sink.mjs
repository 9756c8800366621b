// A discarding SMTP server which counts messages by X-Bench-Id; its own process, so that its CPU is not the client's.
//   node lib/sink.mjs --addrs 127.0.0.11,127.0.0.12 --port 2600
// Prints "ready" when all addresses listen; answers each stdin line ("stat", "reset") with one line of JSON; ends with stdin.
import net from 'node:net';
import readline from 'node:readline';
import { parseArgs } from './util.mjs';

const args = parseArgs(process.argv.slice(2));
const END = '\r\n.\r\n';
const EHLO = '250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE 100000000\r\n';
const seen = new Set();
let stat;
const reset = () => {
  stat = { count: 0, dup: 0, first: 0, last: 0, conns: 0 };
  seen.clear();
};
reset();

function arrived(id) {
  stat.count++;
  stat.last = Date.now();
  stat.first ||= stat.last;
  if (id && seen.has(id)) stat.dup++;
  if (id) seen.add(id);
}

function serve(sock) {
  stat.conns++;
  sock.setNoDelay(true);
  sock.on('error', () => {});
  sock.write('220 sink ESMTP\r\n');
  let data = false,
    buf = Buffer.alloc(0),
    id = null;
  sock.on('data', (d) => {
    buf = buf.length ? Buffer.concat([buf, d]) : d;
    let out = '';
    for (;;) {
      if (data) {
        id ??= /\r\nX-Bench-Id: ([^\r\n]+)\r\n/i.exec(buf.toString('latin1', 0, 8192))?.[1] ?? null;
        const k = buf.indexOf(END);
        if (k === -1) {
          if (id && buf.length > 65536) buf = Buffer.from(buf.subarray(buf.length - END.length + 1));
          break;
        }
        buf = buf.subarray(k + END.length);
        data = false;
        arrived(id);
        out += '250 2.0.0 Ok\r\n';
        continue;
      }
      const k = buf.indexOf('\r\n');
      if (k === -1) break;
      const verb = buf.toString('latin1', 0, Math.min(k, 4)).toUpperCase();
      buf = buf.subarray(k + 2);
      if (verb === 'QUIT') {
        sock.end(out + '221 2.0.0 Bye\r\n');
        return;
      }
      if (verb === 'EHLO') out += EHLO;
      else if (verb === 'DATA') {
        out += '354 go\r\n';
        data = true;
        id = null;
      } else out += '250 2.0.0 Ok\r\n';
    }
    if (out) sock.write(out);
  });
}

const listen = (addr) =>
  new Promise((res, rej) => net.createServer(serve).on('error', rej).listen(+args.port, addr, res));
await Promise.all(String(args.addrs).split(',').map(listen));
const lines = readline.createInterface({ input: process.stdin });
lines.on('line', (l) => {
  if (l === 'reset') reset();
  console.log(JSON.stringify({ ...stat, unique: seen.size }));
});
lines.on('close', () => process.exit(0));
console.log('ready');
