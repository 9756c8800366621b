/**
 * A small DNS server on loopback for tests: zones as plain objects, NXDOMAIN for everything else, so that no test asks the real
 * DNS. UDP with truncation and TCP on one port; told names answer SERVFAIL or REFUSED, or stay silent. RFC 1035, RFC 2308, RFC 6891
 *
 *   const dns = await startFakeDns({ 'example.test': { MX: ['10 mx.example.test'], TXT: ['v=spf1 mx -all'], A: ['127.0.0.1'] } });
 *   createDnsResolver({ servers: [dns.server] })
 */
import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import * as packet from 'dns-packet';

/** A, AAAA, CNAME, PTR, NS: names and addresses. MX: `10 host`, null MX `0 .`. TXT: text, or its chunks (octets for what is no UTF-8). SRV: `0 1 993 host`. */
export interface FakeRecords {
  readonly A?: readonly string[];
  readonly AAAA?: readonly string[];
  readonly CNAME?: readonly string[];
  readonly PTR?: readonly string[];
  readonly NS?: readonly string[];
  readonly MX?: readonly string[];
  readonly TXT?: readonly (string | readonly (string | Uint8Array)[])[];
  readonly SRV?: readonly string[];
}
export type FakeZones = Readonly<Record<string, FakeRecords>>;
export type FakeFault = 'servfail' | 'refused' | 'silent';

export interface FakeDns {
  readonly host: string;
  readonly port: number;
  /** `127.0.0.1:port`, the form of the setting dns.servers. */
  readonly server: string;
  /** Every question so far, e.g. `MX example.test`. */
  readonly questions: readonly string[];
  /** Replaces all zones. */
  setZones(zones: FakeZones): void;
  /** Replaces one name's records; null removes the name. */
  set(name: string, records: FakeRecords | null): void;
  /** How a name misbehaves, `*` for all; null ends it. With a type only for it. */
  fail(name: string, fault: FakeFault | null, type?: string): void;
  close(): Promise<void>;
}

const TTL = 60;
const RCODE = { noerror: 0, servfail: 2, nxdomain: 3, refused: 5 } as const;
const AUTHORITATIVE = packet.AUTHORITATIVE_ANSWER | packet.RECURSION_AVAILABLE;

export async function startFakeDns(zones: FakeZones = {}, options: { port?: number } = {}): Promise<FakeDns> {
  const names = new Map<string, FakeRecords>();
  const faults = new Map<string, FakeFault>();
  const questions: string[] = [];
  const setZones = (all: FakeZones): void => {
    names.clear();
    for (const [name, records] of Object.entries(all)) names.set(fold(name), records);
  };
  setZones(zones);

  const reply = (query: Buffer): packet.Packet | null => {
    const asked = packet.decode(query);
    const question = asked.questions?.[0];
    if (question === undefined) return null;
    const name = fold(question.name);
    questions.push(`${question.type} ${name}`);
    const fault = faultOf(faults, name, question.type);
    if (fault === 'silent') return null;
    const found = fault === undefined ? lookUp(names, name, question.type) : { rcode: RCODE[fault], answers: [] };
    return {
      id: asked.id ?? 0,
      type: 'response',
      flags: AUTHORITATIVE | ((asked.flags ?? 0) & packet.RECURSION_DESIRED) | found.rcode,
      questions: [question],
      answers: found.answers,
    };
  };
  const { udp, tcp, sockets, port } = await listen(options.port ?? 0);
  udp.on('message', (query, from) => {
    const answer = reply(query);
    if (answer === null) return;
    let wire = packet.encode(answer);
    if (wire.length > payloadLimit(query))
      wire = packet.encode({ ...answer, answers: [], flags: (answer.flags ?? 0) | packet.TRUNCATED_RESPONSE });
    udp.send(wire, from.port, from.address);
  });
  tcp.on('connection', (socket) => serveTcp(socket, reply));
  return {
    host: '127.0.0.1',
    port,
    server: `127.0.0.1:${port}`,
    questions,
    setZones,
    set(name, records) {
      if (records === null) names.delete(fold(name));
      else names.set(fold(name), records);
    },
    fail(name, fault, type = '*') {
      const key = `${type} ${fold(name)}`;
      if (fault === null) faults.delete(key);
      else faults.set(key, fault);
    },
    async close() {
      if (!tcp.listening) return;
      for (const socket of sockets) socket.destroy();
      tcp.close();
      udp.close();
      await once(tcp, 'close');
    },
  };
}

const fold = (name: string): string => name.toLowerCase().replace(/\.$/, '');

function faultOf(faults: ReadonlyMap<string, FakeFault>, name: string, type: string): FakeFault | undefined {
  return faults.get(`${type} ${name}`) ?? faults.get(`* ${name}`) ?? faults.get(`${type} *`) ?? faults.get('* *');
}

function lookUp(
  names: ReadonlyMap<string, FakeRecords>,
  asked: string,
  type: string,
): { rcode: number; answers: packet.Answer[] } {
  const answers: packet.Answer[] = [];
  let name = asked;
  for (let hops = 0; hops < 10; hops++) {
    const records = names.get(name);
    if (records === undefined) {
      // A name between a zone's names exists, though it has nothing. RFC 8020
      const exists = [...names.keys()].some((known) => known.endsWith(`.${name}`));
      return { rcode: exists ? RCODE.noerror : RCODE.nxdomain, answers };
    }
    const alias = records.CNAME?.[0];
    if (alias === undefined || type === 'CNAME') {
      answers.push(...recordsOf(name, records, type));
      break;
    }
    answers.push({ name, type: 'CNAME', ttl: TTL, data: fold(alias) });
    name = fold(alias);
  }
  return { rcode: RCODE.noerror, answers };
}

function recordsOf(name: string, records: FakeRecords, type: string): packet.Answer[] {
  const head = { name, ttl: TTL };
  switch (type) {
    case 'A':
    case 'AAAA':
    case 'CNAME':
    case 'PTR':
    case 'NS':
      return (records[type] ?? []).map((data) => ({ ...head, type, data }));
    case 'MX':
      return (records.MX ?? []).map((text) => {
        const [preference = '', exchange = ''] = text.split(' ');
        return { ...head, type, data: { preference: Number(preference), exchange } };
      });
    case 'TXT':
      return (records.TXT ?? []).map((text) => ({ ...head, type, data: chunksOf(text) }));
    case 'SRV':
      return (records.SRV ?? []).map((text) => {
        const [priority, weight, port, target = ''] = text.split(' ');
        return {
          ...head,
          type,
          data: { priority: Number(priority), weight: Number(weight), port: Number(port), target },
        };
      });
    default:
      return [];
  }
}

function chunksOf(text: string | readonly (string | Uint8Array)[]): Buffer[] {
  if (typeof text !== 'string') {
    return text.map((chunk) => (typeof chunk === 'string' ? Buffer.from(chunk, 'utf8') : Buffer.from(chunk)));
  }
  const bytes = Buffer.from(text, 'utf8');
  const chunks: Buffer[] = [];
  for (let at = 0; at === 0 || at < bytes.length; at += 255) chunks.push(bytes.subarray(at, at + 255));
  return chunks;
}

function payloadLimit(query: Buffer): number {
  for (const extra of packet.decode(query).additionals ?? []) {
    if (extra.type === 'OPT' && 'udpPayloadSize' in extra) return Math.max(512, Number(extra.udpPayloadSize));
  }
  return 512;
}

function serveTcp(socket: Socket, reply: (query: Buffer) => packet.Packet | null): void {
  let pending = Buffer.alloc(0);
  // A resolver that has its answer may reset the connection.
  socket.on('error', () => socket.destroy());
  socket.on('data', (bytes: Buffer) => {
    pending = Buffer.concat([pending, bytes]);
    while (pending.length >= 2 && pending.length >= 2 + pending.readUInt16BE(0)) {
      const end = 2 + pending.readUInt16BE(0);
      const answer = reply(pending.subarray(2, end));
      pending = pending.subarray(end);
      if (answer !== null) socket.write(packet.streamEncode(answer));
    }
  });
}

interface Bound {
  readonly udp: UdpSocket;
  readonly tcp: Server;
  readonly sockets: Set<Socket>;
  readonly port: number;
}
/** One port for UDP and TCP: the free one that UDP was given may be taken for TCP, then another try. */
async function listen(wanted: number): Promise<Bound> {
  for (let tries = 0; ; tries++) {
    const udp = createSocket('udp4');
    udp.bind(wanted, '127.0.0.1');
    await once(udp, 'listening');
    const { port } = udp.address();
    const sockets = new Set<Socket>();
    const tcp = createServer((socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
    try {
      tcp.listen(port, '127.0.0.1');
      await once(tcp, 'listening');
      return { udp, tcp, sockets, port };
    } catch (error) {
      udp.close();
      if (tries >= 20 || wanted !== 0) throw error;
    }
  }
}
