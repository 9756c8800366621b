import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eachWorld, IMPLEMENTATIONS, letter, localCopy, message } from './helpers/stores.ts';
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
});
