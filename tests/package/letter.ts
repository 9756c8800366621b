/** One letter from one person to another, as two mail programs would do it: submissions (RFC 8314) in, IMAPS out. */
import { ImapFlow } from 'imapflow';
import { createTransport } from 'nodemailer';
import { until } from '../helpers/postane.ts';

export interface LetterWay {
  readonly submissionsPort: number;
  readonly imapsPort: number;
  readonly from: Person;
  readonly to: Person;
  readonly subject: string;
}
export interface Person {
  readonly address: string;
  readonly password: string;
}
/** The office's own CA is not installed here. */
const TLS = { rejectUnauthorized: false };
const ARRIVAL_LIMIT_MS = 20_000;

/** @throws when the letter does not arrive in time */
export async function passLetter({ submissionsPort, imapsPort, from, to, subject }: LetterWay): Promise<void> {
  const transport = createTransport({
    host: '127.0.0.1',
    port: submissionsPort,
    secure: true,
    tls: TLS,
    auth: { user: from.address, pass: from.password },
  });
  await transport.sendMail({ from: from.address, to: to.address, subject, text: 'Merhaba.\n' });
  transport.close();
  await until(async () => (await subjects(imapsPort, to)).includes(subject) || undefined, ARRIVAL_LIMIT_MS, 200);
}

async function subjects(port: number, { address, password }: Person): Promise<string[]> {
  const client = new ImapFlow({
    host: '127.0.0.1',
    port,
    secure: true,
    tls: TLS,
    auth: { user: address, pass: password },
    logger: false,
  });
  await client.connect();
  try {
    const mailbox = await client.mailboxOpen('INBOX', { readOnly: true });
    if (mailbox.exists === 0) return [];
    return (await client.fetchAll('1:*', { envelope: true })).map((message) => message.envelope?.subject ?? '');
  } finally {
    await client.logout();
  }
}
