/** Load for the crash test: workers that hand letters in by SMTP, submission and APPEND, and note only what was acknowledged. */
import { LineClient } from '../helpers/line-client.ts';
import { PEOPLE, type Postane } from '../helpers/postane.ts';

/** Message-IDs that were answered with 250 or OK. */
export interface Acknowledged {
  readonly smtp: string[];
  readonly append: string[];
  readonly outbound: string[];
}
export interface Load {
  /** Ends when the engine is gone or `stop` was called. */
  readonly ended: Promise<void>;
  stop(): void;
}
const { ayse, mehmet } = PEOPLE;
const plain = (person: { readonly address: string; readonly password: string }) =>
  Buffer.from(`\0${person.address}\0${person.password}`).toString('base64');
const letter = (id: string, from: string, to: string) =>
  `From: ${from}\r\nTo: ${to}\r\nSubject: ${id}\r\nMessage-ID: <${id}>\r\nDate: Tue, 24 Nov 2026 12:00:00 +0300\r\n\r\n${'satir satir govde\r\n'.repeat(30)}`;

export function startLoad(postane: Postane, round: number, acknowledged: Acknowledged): Load {
  let stopped = false;
  const worker = (name: string, open: () => Promise<(id: string) => Promise<void>>, list: string[]) =>
    (async () => {
      try {
        const send = await open();
        for (let n = 0; !stopped; n++) {
          const id = `${name}-${round}-${n}@load.test`;
          await send(id);
          list.push(id);
        }
      } catch (error) {
        // The engine was killed under us: what is not in the list was not acknowledged.
        if (!(error instanceof Error)) throw error;
      }
    })();
  const workers = [0, 1, 2, 3].map((n) => worker(`mx${n}`, () => openMx(postane), acknowledged.smtp));
  workers.push(worker('sub', () => openSubmission(postane), acknowledged.outbound));
  workers.push(
    worker('app0', () => openAppend(postane), acknowledged.append),
    worker('app1', () => openAppend(postane), acknowledged.append),
  );
  return {
    ended: Promise.all(workers).then(() => undefined),
    stop: () => (stopped = true),
  };
}

async function openMx(postane: Postane) {
  const client = await LineClient.connect(postane.port('smtp'));
  await client.until(/^220 /);
  await client.ask('EHLO load.test\r\n', /^250 /);
  return (id: string) => transaction(client, id, 'biri@load.test', mehmet.address);
}
async function openSubmission(postane: Postane) {
  const client = await LineClient.connect(postane.port('submissions'), {
    tls: { ca: postane.ca, servername: 'localhost' },
  });
  await client.until(/^220 /);
  await client.ask('EHLO load.test\r\n', /^250 /);
  await client.ask(`AUTH PLAIN ${plain(ayse)}\r\n`, /^235 /);
  return (id: string) => transaction(client, id, ayse.address, 'ali@uzak.test');
}
async function transaction(client: LineClient, id: string, from: string, to: string): Promise<void> {
  await client.ask(`MAIL FROM:<${from}>\r\n`, /^250 /);
  await client.ask(`RCPT TO:<${to}>\r\n`, /^250 /);
  await client.ask('DATA\r\n', /^354 /);
  await client.ask(`${letter(id, from, to)}.\r\n`, /^250 /);
}
async function openAppend(postane: Postane) {
  const client = await LineClient.connect(postane.port('imaps'), { tls: { ca: postane.ca, servername: 'localhost' } });
  await client.until(/^\* OK/);
  await client.ask(`l LOGIN ${mehmet.address} "${mehmet.password}"\r\n`, /^l OK/);
  return async (id: string) => {
    const text = letter(id, mehmet.address, mehmet.address);
    await client.ask(`a APPEND Sent {${text.length}+}\r\n${text}\r\n`, /^a OK/);
  };
}
