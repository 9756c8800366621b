import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eachWorld, IMPLEMENTATIONS, letter, localCopy, message } from './helpers/stores.ts';
import type { SortCriterion, ThreadAlgorithm } from '../../engine/model/message-order.ts';
import type { SearchQuery } from '../../engine/model/search-query.ts';
import type { UnixMs } from '../../engine/model/ids.ts';

const DAY = 86_400_000;
const base64 = Buffer.from('gizli ÇİÇEK bahçesi').toString('base64');
const TEXTS = [
  message('Işık', 'Günaydın dünya'),
  message('Sıradan', 'İstanbul IŞIK saçıyor'),
  message('Encoded')
    .replace(
      'Content-Type: text/plain; charset=utf-8',
      'Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64',
    )
    .replace('Hello.', base64),
  message('Last', 'ab')
    .replace('Zeynep <', '"Kaya, Ayşe" <')
    .replace('Date: Tue, 24 Nov', 'Date: Wed, 25 Nov')
    .replace('To:', 'Cc: "Ömer" <omer@x.example>\r\nX-Tag: =?utf-8?q?k=C4=B1rm=C4=B1z=C4=B1?=\r\nTo:'),
];
const ALL: SearchQuery = { kind: 'all' };
const sys = (bit: number, set = true): SearchQuery => ({ kind: 'systemFlag', bit, set });

const TABLE: readonly (readonly [say: string, query: SearchQuery, hear: number[]])[] = [
  ['all', { kind: 'all' }, [1, 2, 3, 4]],
  ['subject, i of any kind', { kind: 'subject', text: 'ISIK' }, []],
  ['subject folded', { kind: 'subject', text: 'IŞIK' }, [1]],
  ['any text', { kind: 'anyText', text: 'ışık' }, [1, 2]],
  ['body alone', { kind: 'bodyText', text: 'ışık' }, [2]],
  ['marks count', { kind: 'bodyText', text: 'gunaydin' }, []],
  ['inside a word', { kind: 'bodyText', text: 'STANBUL' }, [2]],
  ['decoded base64', { kind: 'bodyText', text: 'çiçek BAHÇ' }, [3]],
  ['raw base64 is not text', { kind: 'anyText', text: base64.slice(0, 12) }, []],
  ['two characters', { kind: 'bodyText', text: 'AB' }, [4]],
  ['our own header', { kind: 'anyText', text: 'return-path: zey' }, []],
  ['prefix is searched', { kind: 'header', field: 'return-path', text: 'zeynep@REMOTE' }, [1, 2, 3, 4]],
  ['from', { kind: 'address', field: 'from', text: 'kaya, ayşe' }, [4]],
  ['cc', { kind: 'address', field: 'cc', text: 'ömer' }, [4]],
  ['header decoded', { kind: 'header', field: 'x-tag', text: 'KIRMIZI' }, [4]],
  ['header is there', { kind: 'header', field: 'X-Tag', text: '' }, [4]],
  ['seen', sys(8), [2]],
  ['unseen', sys(8, false), [1, 3, 4]],
  ['keyword', { kind: 'keyword', keyword: '$WORK', set: true }, [3]],
  ['not keyword', { kind: 'keyword', keyword: '$work', set: false }, [1, 2, 4]],
  ['and', { kind: 'and', of: [{ kind: 'anyText', text: 'ışık' }, sys(8)] }, [2]],
  ['or', { kind: 'or', of: [sys(8), { kind: 'subject', text: 'last' }] }, [2, 4]],
  ['not', { kind: 'not', of: { kind: 'anyText', text: 'ışık' } }, [3, 4]],
  ['uids', { kind: 'and', of: [{ kind: 'uids', ranges: [[2, 3]] }, { kind: 'all' }] }, [2, 3]],
  ['sent on', { kind: 'sentDate', test: 'on', day: '2026-11-25' }, [4]],
  ['sent before', { kind: 'sentDate', test: 'before', day: '2026-11-25' }, [1, 2, 3]],
  ['received since', { kind: 'internalDate', test: 'since', day: '2026-09-23' }, [3, 4]],
  ['larger', { kind: 'size', test: 'larger', bytes: 330 }, [4]],
  ['fuzzy: marks do not count', { kind: 'fuzzy', of: { kind: 'bodyText', text: 'gunaydin' } }, [1]],
  [
    'fuzzy inside a program',
    { kind: 'and', of: [{ kind: 'fuzzy', of: { kind: 'subject', text: 'isik' } }, sys(8, false)] },
    [1],
  ],
  ['fuzzy in our own header', { kind: 'fuzzy', of: { kind: 'anyText', text: 'zeynep@rémote' } }, [1, 2, 3, 4]],
  ['saved on', { kind: 'savedDate', test: 'before', day: '2026-09-23' }, [1, 2]],
  ['no such object', { kind: 'emailId', id: 'M0' }, []],
  ['younger', { kind: 'age', test: 'younger', seconds: 86_400, now: (1_790_000_000_000 + 3 * DAY) as UnixMs }, [3, 4]],
];

describe.each(IMPLEMENTATIONS)('search on $name', ({ open }) => {
  const world = eachWorld(open, { beforeEach, afterEach });
  const load = async (): Promise<void> => {
    const { store, ayse, inbox, clock } = world();
    for (const text of TEXTS) {
      await store.intake.accept(letter({ text, local: [localCopy(ayse)] }));
      clock.at = (clock.at + DAY) as UnixMs;
    }
    await store.messages.setFlags(inbox.id, ayse.id, [[2, 2]], { mode: 'add', flags: { system: 8, keywords: [] } });
    await store.messages.setFlags(inbox.id, ayse.id, [[3, 3]], {
      mode: 'add',
      flags: { system: 0, keywords: ['$Work'] },
    });
  };
  const answers = async (): Promise<(readonly [string, number[]])[]> => {
    const { store, ayse, inbox } = world();
    const all: (readonly [string, number[]])[] = [];
    for (const [say, query] of TABLE)
      all.push([say, [...(await store.messages.search(inbox.id, ayse.id, query)).uids]]);
    return all;
  };
  const indexed = async (): Promise<void> => {
    for (;;) {
      const { indexed: upTo, last } = await world().store.integrity.searchProgress();
      if (upTo >= last) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const wanted = TABLE.map(([say, , hear]) => [say, hear]);

  test('every key', async () => {
    await load();
    expect(await answers()).toEqual(wanted);
    // Candidates of the index must not change an answer: when it has caught up, and while it is built again.
    await indexed();
    expect(await answers()).toEqual(wanted);
    await world().store.integrity.rebuildSearch();
    expect(await answers()).toEqual(wanted);
    await indexed();
    expect(await answers()).toEqual(wanted);
  });

  test('MODSEQ answers with the highest found', async () => {
    const { store, ayse, inbox } = world();
    await load();
    const { highestModSeq } = (await store.mailboxes.byId(ayse.id, inbox.id)) ?? { highestModSeq: 0 };
    const found = await store.messages.search(inbox.id, ayse.id, { kind: 'modSeq', atLeast: highestModSeq - 1 });
    expect([[...found.uids], found.highestModSeq]).toEqual([[2, 3], highestModSeq]);
  });

  test('FUZZY has scores, everything else has none', async () => {
    const { store, ayse, inbox } = world();
    await load();
    const fuzzy: SearchQuery = { kind: 'fuzzy', of: { kind: 'anyText', text: 'ışık' } };
    const loose: SearchQuery = { kind: 'fuzzy', of: { kind: 'anyText', text: 'isik' } };
    const either = await store.messages.search(inbox.id, ayse.id, { kind: 'or', of: [loose, fuzzy] });
    expect([[...either.uids], [...(either.scores ?? [])]]).toEqual([
      [1, 2],
      [100, 100],
    ]);
    const found = await store.messages.search(inbox.id, ayse.id, loose);
    expect([[...found.uids], [...(found.scores ?? [])]]).toEqual([
      [1, 2],
      [50, 50],
    ]);
    expect((await store.messages.search(inbox.id, ayse.id, { kind: 'all' })).scores).toBeNull();
  });

  test('objects are found by the ids that rows have', async () => {
    const { store, ayse, inbox } = world();
    await load();
    const page = await store.messages.page({
      mailboxId: inbox.id,
      viewer: ayse.id,
      ranges: [[2, 2]],
      fields: ['emailId'],
    });
    const id = Buffer.from(page.rows[0]?.emailId ?? []).toString('utf8');
    const found = await store.messages.search(inbox.id, ayse.id, { kind: 'emailId', id });
    expect([...found.uids]).toEqual([2]);
  });

  const sorted = async (query: SearchQuery, ...criteria: SortCriterion[]): Promise<number[]> => {
    const { store, ayse, inbox } = world();
    return [...(await store.messages.sort(inbox.id, ayse.id, query, criteria)).uids];
  };
  const threads = async (algorithm: ThreadAlgorithm, query: SearchQuery = ALL): Promise<[number[], number[]]> => {
    const { store, ayse, inbox } = world();
    const { uids, depths } = await store.messages.thread(inbox.id, ayse.id, query, algorithm);
    return [[...uids], [...depths]];
  };

  test('SORT, also after messages came and went', async () => {
    const { store, ayse, inbox } = world();
    await load();
    const bySubject: SortCriterion = { key: 'subject', reverse: false };
    expect(await sorted(ALL, bySubject)).toEqual([3, 1, 4, 2]);
    expect(await sorted(ALL, { key: 'date', reverse: true }, { key: 'arrival', reverse: true })).toEqual([4, 3, 2, 1]);
    expect(await sorted(sys(8, false), { key: 'from', reverse: false }, bySubject)).toEqual([3, 1, 4]);
    await store.intake.accept(letter({ text: message('Re: IŞIK'), local: [localCopy(ayse)] }));
    await store.messages.expunge(inbox.id, ayse.id, [[3, 3]], { flagged: false, by: 'test' });
    expect(await sorted(ALL, bySubject)).toEqual([1, 5, 4, 2]);
    expect(await sorted(ALL, { key: 'displayFrom', reverse: true }, { key: 'size', reverse: false })).toHaveLength(4);
    await store.messages.setFlags(inbox.id, ayse.id, [[1, 1]], { mode: 'add', flags: { system: 8, keywords: [] } });
    expect(await sorted(sys(8, false), bySubject)).toEqual([5, 4]);
    expect(
      await sorted({ kind: 'fuzzy', of: { kind: 'subject', text: 'isik' } }, { key: 'relevancy', reverse: true }),
    ).toEqual([1, 5]);
  });

  test('THREAD, also after messages came and went', async () => {
    const { store, ayse, inbox } = world();
    await load();
    const answer = message('Re: Işık').replace(
      'MIME-Version',
      `References: <${Buffer.from('Işık').toString('hex')}@remote.example>\r\nMIME-Version`,
    );
    expect(await threads('references')).toEqual([
      [1, 2, 3, 4],
      [0, 0, 0, 0],
    ]);
    await store.intake.accept(letter({ text: answer, local: [localCopy(ayse)] }));
    expect(await threads('references')).toEqual([
      [1, 5, 2, 3, 4],
      [0, 1, 0, 0, 0],
    ]);
    expect(await threads('orderedSubject')).toEqual([
      [1, 5, 2, 3, 4],
      [0, 1, 0, 0, 0],
    ]);
    expect(await threads('references', sys(8))).toEqual([[2], [0]]);
    await store.messages.expunge(inbox.id, ayse.id, [[1, 1]], { flagged: false, by: 'test' });
    expect(await threads('references')).toEqual([
      [2, 3, 5, 4],
      [0, 0, 0, 0],
    ]);
  });

  test('a private \\Seen is searched as each viewer has it', async () => {
    const { store, ayse, inbox } = world();
    await load();
    await store.mailboxes.setSeenPrivate(inbox.id, true);
    await store.messages.setFlags(inbox.id, ayse.id, [[4, 4]], { mode: 'add', flags: { system: 8, keywords: [] } });
    expect(await sorted(sys(8), { key: 'arrival', reverse: true })).toContain(4);
  });
});
