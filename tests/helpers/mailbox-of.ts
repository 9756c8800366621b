/** Looks into a person's mailbox over IMAPS, as their mail program would. For tests. */
import { ImapFlow } from 'imapflow';
import { until, type Postane } from './postane.ts';

export interface Person {
  readonly address: string;
  readonly password: string;
}
export async function openImap(postane: Postane, person: Person): Promise<ImapFlow> {
  const client = new ImapFlow({
    host: 'localhost',
    port: postane.port('imaps'),
    secure: true,
    tls: { ca: postane.ca },
    auth: { user: person.address, pass: person.password },
    logger: false,
  });
  await client.connect();
  return client;
}
export function mailboxOf(postane: Postane, person: Person, mailbox = 'INBOX') {
  return {
    /** @returns source of the newest letter with exactly that subject */
    async waitForSubject(subject: string, limitMs = 20_000): Promise<string> {
      return until(
        async () => (await this.letters()).findLast((letter) => letter.subject === subject)?.source,
        limitMs,
        200,
      );
    },
    async letters(): Promise<
      { readonly uid: number; readonly subject: string; readonly source: string; readonly flags: Set<string> }[]
    > {
      const client = await openImap(postane, person);
      try {
        const lock = await client.getMailboxLock(mailbox);
        try {
          const found = [];
          for await (const message of client.fetch('1:*', { source: true, envelope: true, flags: true })) {
            found.push({
              uid: message.uid,
              subject: message.envelope?.subject ?? '',
              source: message.source?.toString('utf8') ?? '',
              flags: message.flags ?? new Set<string>(),
            });
          }
          return found;
        } finally {
          lock.release();
        }
      } finally {
        await client.logout();
      }
    },
  };
}
