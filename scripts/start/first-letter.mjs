/** The main job once, by the ways that people's programs take: a letter through submission into another person's mailbox. */
import { randomBytes, randomUUID } from 'node:crypto';

export const TRIAL_DOMAIN = 'deneme.test';
const PEOPLE = ['ada', 'bora'];
const ARRIVAL_LIMIT_MS = 30_000;
/** The trial listens on loopback; the certificate names the computer, not the address. */
const SERVER_NAME = 'localhost';

/** Makes domain and people; returns [{ address, password }]. */
export async function makePeople(engine) {
  await engine.cli(['domain', 'add', TRIAL_DOMAIN]);
  const people = PEOPLE.map((name) => ({
    address: `${name}@${TRIAL_DOMAIN}`,
    password: randomBytes(12).toString('base64url'),
  }));
  for (const { address, password } of people)
    await engine.cli(['account', 'add', address, '--password-stdin'], `${password}\n`);
  return people;
}

const connectHost = (listener) => (listener.host === '0.0.0.0' || listener.host === '::' ? '127.0.0.1' : listener.host);

async function send(engine, ca, [from, to], letter) {
  const { createTransport } = await import('nodemailer');
  const listener = engine.listener('submission');
  const transport = createTransport({
    host: connectHost(listener),
    port: listener.port,
    secure: false,
    requireTLS: true,
    tls: { ca, servername: SERVER_NAME },
    auth: { user: from.address, pass: from.password },
  });
  try {
    const { response } = await transport.sendMail({ from: from.address, to: to.address, ...letter });
    return { listener, reply: response };
  } finally {
    transport.close();
  }
}

async function openMailbox(engine, ca, person) {
  const { ImapFlow } = await import('imapflow');
  const listener = engine.listener('imaps');
  const client = new ImapFlow({
    host: connectHost(listener),
    port: listener.port,
    secure: true,
    servername: SERVER_NAME,
    tls: { ca },
    auth: { user: person.address, pass: person.password },
    logger: false,
  });
  await client.connect();
  await client.mailboxOpen('INBOX');
  return client;
}

/** Looks until the letter with this Message-ID is there; returns its uid and its text as stored. */
async function arrival(client, messageId) {
  const giveUpAt = performance.now() + ARRIVAL_LIMIT_MS;
  while (performance.now() < giveUpAt) {
    const [uid] = (await client.search({ header: { 'message-id': messageId } }, { uid: true })) || [];
    if (uid) {
      const { source } = await client.fetchOne(String(uid), { source: true }, { uid: true });
      return { uid, source: source.toString('utf8') };
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`the letter ${messageId} was accepted but did not arrive within ${ARRIVAL_LIMIT_MS / 1000} s`);
}

/** Sends from the first to the second person and sees it arrive. Returns { way, ms }: a line for people, and the time it took. */
export async function deliverFirstLetter(engine, people) {
  const ca = await engine.cli(['cert', 'export-ca']);
  const messageId = `<${randomUUID()}@${TRIAL_DOMAIN}>`;
  const text = 'Merhaba! This first letter went through your own mail server.';
  const mailbox = await openMailbox(engine, ca, people[1]);
  try {
    const started = performance.now();
    const { listener, reply } = await send(engine, ca, people, {
      messageId,
      subject: 'İlk mektup: the first letter',
      text,
    });
    const { uid, source } = await arrival(mailbox, messageId);
    const ms = Math.round(performance.now() - started);
    if (!source.includes(text)) throw new Error('a letter arrived, but its text is not the one that was sent');
    const way = [
      `submission port ${listener.port} with STARTTLS as ${people[0].address}`,
      `accepted: ${reply}`,
      `INBOX of ${people[1].address}, uid ${uid}`,
    ];
    return { way: way.join(' -> '), ms };
  } finally {
    await mailbox.logout();
  }
}
