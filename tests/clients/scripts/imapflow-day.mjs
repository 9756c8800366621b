/** A day's work of imapflow: all letters into BOX, one found, flagged, copied, one deleted, one appended. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ImapFlow } from 'imapflow';

const { BOX, CA, LOGIN, PASSWORD, PORT } = process.env;
const client = new ImapFlow({
  host: 'localhost',
  port: Number(PORT),
  secure: true,
  tls: { ca: readFileSync(CA) },
  auth: { user: LOGIN, pass: PASSWORD },
  logger: false,
});
await client.connect();
await client.mailboxCreate('Kopya-imapflow');
await client.mailboxOpen('INBOX');
for await (const { uid, source } of client.fetch('1:*', { source: true }))
  writeFileSync(path.join(BOX, String(uid)), source);
const found = await client.search({ header: { 'Message-ID': '<m1@' } }, { uid: true });
await client.messageFlagsAdd(found, ['\\Flagged'], { uid: true });
const flagged = await client.search({ flagged: true });
await client.messageCopy(found, 'Kopya-imapflow', { uid: true });
await client.messageDelete({ header: { 'Message-ID': '<m4@' } });
await client.append('INBOX', Buffer.from('Subject: eklenen\r\n\r\nışık\r\n'), ['\\Seen']);
await client.logout();
console.log(JSON.stringify({ found: found.length, flagged: flagged.length }));
