/**
 * Thunderbird under Xvfb does a week's work in a mailbox of 500 letters: shows and brings them all for offline use, finds, moves and
 * deletes, works without a connection, and follows what others do, with CONDSTORE and without. Every result is looked at from
 * outside, byte for byte. The picture of its window is kept in artefacts/. RFC 9051, 6851, 7162
 */
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mailboxOf, openImap } from '../helpers/mailbox-of.ts';
import { addPeople, PEOPLE, projectRoot, run, startPostane, until, type Postane } from '../helpers/postane.ts';
import { difference, letter, lettersFrom, withLastLineEnded } from './helpers/letters.ts';
import { startThunderbird, type Thunderbird } from './helpers/thunderbird.ts';

const { mehmet } = PEOPLE;
const LETTERS = 500;
const PROJECTS = 'Projeler ışık';
let postane: Postane;
let thunderbird: Thunderbird;

beforeAll(async () => {
  postane = await startPostane({ set: { 'limits.mode': 'trial' } });
  await addPeople(postane);
  const client = await openImap(postane, mehmet);
  for (const text of lettersFrom(0, LETTERS)) await client.append('INBOX', Buffer.from(text));
  await client.logout();
  thunderbird = await startThunderbird(postane, mehmet);
}, 180_000);
afterAll(async () => {
  await thunderbird?.stop();
  await postane.stop();
  postane.remove();
}, 60_000);

const far = async (mailbox: string): Promise<string[]> =>
  (await mailboxOf(postane, mehmet, mailbox).letters()).map(({ source }) => source);
const numbered = (first: number, last: number): readonly string[] => lettersFrom(first, last - first + 1);
/** The mailbox comes to hold just these letters, octet for octet, whatever their order. */
async function holds(mailbox: string, ...ranges: readonly (readonly [number, number])[]): Promise<void> {
  const expected = ranges.flatMap(([first, last]) => numbered(first, last));
  await until(async () => expect(difference(await far(mailbox), expected), mailbox).toBe('') ?? true, 20_000, 500);
}
/** Opens the folder as a click on its name does, and waits for what the server says. */
const update = (folder: string) =>
  thunderbird.script(
    `await finished((listener) => folder(args[0]).updateFolderWithListener(window.msgWindow, listener));`,
    [folder],
  );
/** Message-IDs that Thunderbird lists, with their flags. */
const listed = (folder: string) =>
  thunderbird.script<readonly string[]>(
    `return [...folder(args[0]).messages].map((each) =>
      [each.messageId, each.isRead ? 'read' : '', each.isFlagged ? 'flagged' : ''].join(' ')).sort();`,
    [folder],
  );
const present = async (mailbox: string): Promise<string[]> =>
  (await mailboxOf(postane, mehmet, mailbox).letters())
    .map(({ source, flags }) =>
      [
        /^Message-ID: <(.*)>/m.exec(source)?.[1],
        flags.has('\\Seen') ? 'read' : '',
        flags.has('\\Flagged') ? 'flagged' : '',
      ].join(' '),
    )
    .sort();

test('shows the letters', async () => {
  await thunderbird.script(
    `
    about3Pane.displayFolder(folder('INBOX').URI);
    await until(() => about3Pane.gDBView?.rowCount === args[0]);
    await until(() => server.rootFolder.containsChildNamed('Trash'));`,
    [LETTERS],
  );
  await until(
    async () =>
      /Inbox - /.test(
        (await run('xdotool', ['search', '--name', 'Inbox -', 'getwindowname'], { env: thunderbird.env })).out,
      ),
    60_000,
    500,
  );
  const picture = path.join(projectRoot, 'artefacts', 'thunderbird.png');
  mkdirSync(path.dirname(picture), { recursive: true });
  expect(await run('import', ['-window', 'root', picture], { env: thunderbird.env })).toMatchObject({ code: 0 });
  const status = JSON.parse(await postane.cli(['status', '--json'])) as { connections: { imap: number } };
  expect(status.connections.imap).toBeGreaterThan(0);
}, 120_000);

/** Letters of a folder's file on disk: each after a line of its own, three lines of state, and `From ` quoted once more. */
function offlineCopy(folder: string): string[] {
  const file = readFileSync(path.join(thunderbird.profile, 'ImapMail', 'localhost', folder), 'utf8');
  return file
    .split(/^From - .*\r\nX-Mozilla-Status: .*\r?\nX-Mozilla-Status2: .*\r?\n/m)
    .slice(1)
    .map((text) => text.replace(/\r\n$/, '').replace(/^>(>*From )/gm, '$1'));
}

/** Its file comes to hold just these letters; what it brought twice, it keeps twice until it is compacted. */
async function copied(folder: string, [first, last]: readonly [number, number]): Promise<void> {
  const expected = numbered(first, last).map(withLastLineEnded);
  await until(() => expect(difference([...new Set(offlineCopy(folder))], expected), folder).toBe('') ?? true, 20_000);
}

test('brings all letters for offline use, byte for byte', async () => {
  await thunderbird.script(
    `await finished((listener) => folder('INBOX').downloadAllForOffline(listener, window.msgWindow));`,
  );
  await copied('INBOX', [0, LETTERS - 1]);
}, 120_000);

test('finds letters by its filter bar, at the server, and in its own copy', async () => {
  const expected = Array.from({ length: LETTERS }, (_, n) => n)
    .filter((n) => String(n).includes('49'))
    .map((n) => `m${n}@uzak.test`)
    .sort();
  const shown = await thunderbird.script<readonly string[]>(
    `
    about3Pane.quickFilterBar._showFilterBar(true);
    const input = about3Pane.document.getElementById('qfb-qs-textbox').shadowRoot.querySelector('input');
    const keys = Cc['@mozilla.org/text-input-processor;1'].createInstance(Ci.nsITextInputProcessor);
    const type = (text) => {
      input.focus();
      keys.beginInputTransactionForTests(about3Pane);
      for (const key of text) { const event = new about3Pane.KeyboardEvent('', { key }); keys.keydown(event); keys.keyup(event); }
    };
    type('ışık 49');
    await until(() => about3Pane.gDBView.rowCount === args[1]);
    const found = Array.from({ length: about3Pane.gDBView.rowCount }, (_, row) =>
      about3Pane.gDBView.getMsgHdrAt(row).messageId);
    about3Pane.quickFilterBar._showFilterBar(false);
    await until(() => about3Pane.gDBView.rowCount === args[0]);
    return found.sort();`,
    [LETTERS, expected.length],
  );
  expect(shown).toEqual(expected);
  const search = (where: string, what: string, text: string) =>
    thunderbird.script<readonly string[]>(
      `
      const session = Cc['@mozilla.org/messenger/searchSession;1'].createInstance(Ci.nsIMsgSearchSession);
      const term = session.createTerm();
      const value = term.value;
      value.attrib = term.attrib = Ci.nsMsgSearchAttrib[args[1]];
      value.str = args[2];
      term.value = value;
      term.op = Ci.nsMsgSearchOp.Contains;
      session.appendTerm(term);
      session.addScopeTerm(Ci.nsMsgSearchScope[args[0]], folder('INBOX'));
      const found = [];
      await new Promise((resolve, reject) => {
        session.registerListener({
          onNewSearch() {}, onSearchHit: ({ messageId }) => found.push(messageId),
          onSearchDone: (status) => status === 0 ? resolve() : reject(new Error('search ended with ' + status)),
        });
        session.search(window.msgWindow);
      });
      return found.sort();`,
      [where, what, text],
    );
  const withPart = Array.from({ length: LETTERS }, (_, n) => n)
    .filter((n) => letter(n).includes('iki nokta'))
    .map((n) => `m${n}@uzak.test`)
    .sort();
  expect(await search('onlineMail', 'Body', 'İKİ NOKTA')).toEqual(withPart);
  expect(await search('offlineMail', 'Body', 'iki nokta')).toEqual(withPart);
  expect(await search('onlineMail', 'Subject', 'IŞIK 499')).toEqual(['m499@uzak.test']);
  expect(thunderbird.imapLines().filter((line) => /SendData: \d+ UID SEARCH .*BODY/i.test(line))).not.toEqual([]);
}, 120_000);

test('moves and deletes', async () => {
  await thunderbird.script(
    `
    server.rootFolder.createSubfolder(args[0], window.msgWindow);
    await until(() => server.rootFolder.containsChildNamed(args[0]));
    await finished((listener) => MailServices.copy.copyMessages(
      folder('INBOX'), headers('INBOX', [100, 199]), folder(args[0]), true, listener, window.msgWindow, true));
    await finished((listener) => folder('INBOX').deleteMessages(
      headers('INBOX', [200, 249]), window.msgWindow, false, false, listener, true));`,
    [PROJECTS],
  );
  await holds(PROJECTS, [100, 199]);
  await holds('Trash', [200, 249]);
  await holds('INBOX', [0, 99], [250, LETTERS - 1]);
  await update(PROJECTS);
  await thunderbird.script(
    `await finished((listener) => folder(args[0]).downloadAllForOffline(listener, window.msgWindow));`,
    [PROJECTS],
  );
  await copied(PROJECTS, [100, 199]);
}, 120_000);

test('what was done without a connection is done when it is back', async () => {
  await thunderbird.script(
    `
    const manager = Cc['@mozilla.org/messenger/offline-manager;1'].getService(Ci.nsIMsgOfflineManager);
    manager.synchronizeForOffline(false, false, false, true, window.msgWindow);
    await until(() => Services.io.offline);
    folder('INBOX').markMessagesFlagged(headers('INBOX', [300, 309]), true);
    folder('INBOX').markMessagesRead(headers('INBOX', [310, 319]), true);
    MailServices.copy.copyMessages(
      folder('INBOX'), headers('INBOX', [320, 329]), folder(args[0]), true, null, window.msgWindow, true);
    await until(() => headers('INBOX', [320, 329]).length === 0);
    folder('INBOX').deleteMessages(headers('INBOX', [330, 339]), window.msgWindow, false, false, null, true);
    await until(() => headers('INBOX', [330, 339]).length === 0);`,
    [PROJECTS],
  );
  expect(await far('INBOX')).toHaveLength(350);
  await thunderbird.script(`
    Cc['@mozilla.org/messenger/offline-manager;1'].getService(Ci.nsIMsgOfflineManager).goOnline(false, true, window.msgWindow);`);
  const flagged = async (flag: string) =>
    (await mailboxOf(postane, mehmet).letters()).filter(({ flags }) => flags.has(flag)).map(({ source }) => source);
  await until(async () => (await flagged('\\Seen')).length >= 10, 30_000, 500);
  // After flags it leaves the rest for when the folder is opened.
  await update('INBOX');
  await holds('Trash', [200, 249], [330, 339]);
  await holds(PROJECTS, [100, 199], [320, 329]);
  await holds('INBOX', [0, 99], [250, 319], [340, LETTERS - 1]);
  expect(difference(await flagged('\\Flagged'), numbered(300, 309))).toBe('');
  expect(difference(await flagged('\\Seen'), numbered(310, 319))).toBe('');
}, 120_000);

test.each([false, true])(
  'follows what others do, CONDSTORE %s',
  async (condstore) => {
    await thunderbird.script(
      `
    await finished((listener) => folder('INBOX').updateFolderWithListener(window.msgWindow, listener));
    about3Pane.displayFolder(folder(args[1]).URI);
    server.closeCachedConnections();
    server.QueryInterface(Ci.nsIImapIncomingServer).useCondStore = args[0];`,
      [condstore, PROJECTS],
    );
    const before = thunderbird.imapLines().length;
    const first = condstore ? 400 : 350;
    const other = await openImap(postane, mehmet);
    await other.mailboxOpen('INBOX');
    const uid = async (n: number) =>
      ((await other.search({ header: { 'Message-ID': `<m${n}@` } }, { uid: true })) || [])[0]!;
    await other.messageFlagsAdd(`${await uid(first)}:${await uid(first + 9)}`, ['\\Flagged'], { uid: true });
    await other.messageDelete(`${await uid(first + 10)}:${await uid(first + 14)}`, { uid: true });
    for (const text of lettersFrom(1000 + first, 5)) await other.append('INBOX', Buffer.from(text), ['\\Seen']);
    await other.logout();
    await update('INBOX');
    await until(async () => expect(await listed('INBOX')).toEqual(await present('INBOX')) ?? true, 20_000, 500);
    const asked = thunderbird
      .imapLines()
      .slice(before)
      .filter((line) => /SendData: .*CONDSTORE|CHANGEDSINCE/i.test(line));
    expect(asked.length > 0, asked.join('\n')).toBe(condstore);
  },
  120_000,
);

test('empties its Trash, and has no letter that is not there', async () => {
  await thunderbird.script(`await finished((listener) => folder('Trash').emptyTrash(listener));`);
  await holds('Trash');
  for (const folder of ['INBOX', PROJECTS]) {
    await update(folder);
    expect(await listed(folder), folder).toEqual(await present(folder));
  }
}, 120_000);
