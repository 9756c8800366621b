/** A search that takes long: the client hears how far it is (RFC 9585), and that it is refused when it takes too long. */
import { afterEach, test } from 'vitest';
import { MailError } from '../../engine/model/errors.ts';
import type { Store } from '../../engine/store/store.ts';
import { startImap } from '../helpers/imap-harness.ts';
import { playTranscript } from '../helpers/imap-transcript.ts';
import { MEMORY } from '../helpers/mail-stores.ts';

let cleanUp: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
  cleanUp = [];
});

async function play(search: (store: Store) => Store['messages']['search'], transcript: string): Promise<void> {
  const { store, close } = await MEMORY.open();
  cleanUp.push(close);
  const served = { ...store, messages: { ...store.messages, search: search(store) } };
  const imap = await startImap(store, { served, limits: { progressEveryMs: 40 } });
  cleanUp.push(() => imap.stop());
  await playTranscript(transcript, imap);
}
const LOGIN = ['1: connect', '1< * OK *', '1. a LOGIN ayse@ornek.test "gizli sözcük"', '1. a SELECT INBOX'];
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

test('a slow search tells how far it is, with what it knows', async () => {
  const slow =
    (store: Store): Store['messages']['search'] =>
    async (id, viewer, query, progress) => {
      await wait(60);
      progress?.set([400, 1000]);
      await wait(60);
      return store.messages.search(id, viewer, query);
    };
  await play(
    slow,
    [
      ...LOGIN,
      '1> s1 SEARCH TEXT x',
      '1< * OK [INPROGRESS ("s1" NIL NIL)] *',
      '1...',
      '1< * OK [INPROGRESS ("s1" 400 1000)] *',
      '1...',
      '1< * SEARCH',
      '1< s1 OK SEARCH completed',
    ].join('\n'),
  );
});

test('beyond its time a search is refused, never answered short; what was saved is gone', async () => {
  const tooLong = (): Store['messages']['search'] => () =>
    Promise.reject(new MailError('limit', 'The search looked through texts for 20 s without coming to an end.'));
  await play(
    tooLong,
    [
      ...LOGIN,
      '1> a SEARCH RETURN (SAVE) TEXT x',
      '1< a NO [LIMIT] *',
      '1> a FETCH $ UID',
      '1< a NO [NOTSAVED] *',
    ].join('\n'),
  );
});
