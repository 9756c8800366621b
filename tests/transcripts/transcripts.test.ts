/** Plays every transcript beside this file against the real server, on every store. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { startImap, type ImapHarness } from '../helpers/imap-harness.ts';
import { STORES } from '../helpers/mail-stores.ts';
import { playTranscript } from '../helpers/imap-transcript.ts';

const folder = import.meta.dirname;
const transcripts = readdirSync(folder).filter((name) => name.endsWith('.imap'));

let cleanUp: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
  cleanUp = [];
});

async function start(openStore: (typeof STORES)[number]['open']): Promise<ImapHarness> {
  const { store, close } = await openStore();
  cleanUp.push(close);
  const imap = await startImap(store);
  cleanUp.push(() => imap.stop());
  return imap;
}

test('there are transcripts', () => expect(transcripts.length).toBeGreaterThan(4));

describe.each(STORES)('on $name', ({ open }) => {
  test.each(transcripts)('%s', async (name) => {
    const imap = await start(open);
    await playTranscript(readFileSync(join(folder, name), 'utf8'), imap);
    expect(imap.events.filter((event) => event.code === 'engine.bug')).toEqual([]);
  });
});
