/** Plays every POP3 transcript beside this file against the real service, on every store, with three letters in the inbox. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { playTranscript } from '../helpers/imap-transcript.ts';
import { STORES } from '../helpers/mail-stores.ts';
import { startPop3 } from '../helpers/pop3-harness.ts';

const folder = import.meta.dirname;
const transcripts = readdirSync(folder).filter((name) => name.endsWith('.pop3'));
const LETTERS = ['Subject: bir\r\n\r\nx\r\n', 'Subject: iki\r\n\r\n.nokta\r\nson\r\n', 'Subject: üç\r\n\r\ny\r\n'];

let cleanUp: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
  cleanUp = [];
});

test('there are transcripts', () => expect(transcripts.length).toBeGreaterThan(1));

describe.each(STORES)('on $name', ({ open }) => {
  test.each(transcripts)('%s', async (name) => {
    const { store, close } = await open();
    cleanUp.push(close);
    const pop3 = await startPop3(store);
    cleanUp.push(() => pop3.stop());
    for (const letter of LETTERS) await pop3.deliver(letter);
    await playTranscript(readFileSync(join(folder, name), 'utf8'), {
      clearPort: pop3.ports.pop3,
      tlsPort: pop3.ports.pop3s,
    });
    expect(pop3.events.filter((event) => event.code === 'engine.bug')).toEqual([]);
  });
});
