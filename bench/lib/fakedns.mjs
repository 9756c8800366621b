// A tiny DNS server (UDP) for the bench: no real name is ever asked.
//   node lib/fakedns.mjs --port 5399 [--addr 127.0.0.1]        prints "ready"
// remoteN.test: MX mx.remoteN.test, A 127.0.0.(10+N), where the sinks listen. The senders' names resolve too (MX, A, SPF pass for
// loopback), so that a server which checks them takes the mail as it would take anybody's. Everything else: NXDOMAIN.
import dgram from 'node:dgram';
import { parseArgs } from './util.mjs';

const TYPE = { A: 1, PTR: 12, MX: 15, TXT: 16 };
const args = parseArgs(process.argv.slice(2));
const text = (s) => Buffer.concat([Buffer.from([s.length]), Buffer.from(s)]);
const name = (h) => Buffer.concat([...h.split('.').map(text), Buffer.from([0])]);
const mx = (h) => Buffer.concat([Buffer.from([0, 10]), name(h)]);
const loopback = (last) => Buffer.from([127, 0, 0, last]);

// What is known of a name: { type: data }, {} for "exists, but has no such record", null for NXDOMAIN.
function records(host) {
  let m = null;
  if ((m = /^remote(\d+)\.test$/.exec(host))) return { [TYPE.MX]: mx('mx.' + host) };
  if ((m = /^mx\.remote(\d+)\.test$/.exec(host))) return { [TYPE.A]: loopback(10 + +m[1]) };
  if (host === 'sender.example')
    return {
      [TYPE.MX]: mx('mx.sender.example'),
      [TYPE.A]: loopback(1),
      [TYPE.TXT]: text('v=spf1 ip4:127.0.0.0/8 -all'),
    };
  if (['bench.client.example', 'mx.sender.example', 'mail.bench.test', 'bench.test'].includes(host))
    return { [TYPE.A]: loopback(1) };
  if (host === '1.0.0.127.in-addr.arpa') return { [TYPE.PTR]: name('bench.client.example') };
  if (['test', 'example', 'in-addr.arpa'].includes(host)) return {};
  return null;
}

const socket = dgram.createSocket('udp4');
socket.on('message', (msg, from) => {
  if (msg.length < 17) return;
  const labels = [];
  let i = 12;
  for (; msg[i] && i < msg.length; i += msg[i] + 1) labels.push(msg.toString('latin1', i + 1, i + 1 + msg[i]));
  if (i + 5 > msg.length) return;
  const known = records(labels.join('.').toLowerCase());
  const type = msg.readUInt16BE(i + 1);
  const data = known?.[type];
  const question = msg.subarray(12, i + 5);
  const head = Buffer.alloc(12);
  msg.copy(head, 0, 0, 2);
  head.writeUInt16BE(0x8580 | (known ? 0 : 3), 2); // answer, authoritative, recursion available
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(data ? 1 : 0, 6);
  const answer = Buffer.alloc(data ? 12 : 0);
  if (data) {
    answer.writeUInt16BE(0xc00c, 0); // the name asked for
    answer.writeUInt16BE(type, 2);
    answer.writeUInt16BE(1, 4);
    answer.writeUInt32BE(60, 6);
    answer.writeUInt16BE(data.length, 10);
  }
  socket.send(Buffer.concat([head, question, answer, data ?? Buffer.alloc(0)]), from.port, from.address);
});
socket.bind(+(args.port ?? 5399), args.addr ?? '127.0.0.1', () => console.log('ready'));
