import { expect, test } from 'vitest';
import { LETTER, runScript } from '../../../../tests/helpers/sieve-run.ts';
import type { SieveContext, VacationAction } from '../run/seam.ts';

function vacation(tags: string, letter = LETTER, changed: Partial<SieveContext> = {}): VacationAction {
  const script = `require ["vacation","vacation-seconds","fcc","mailbox","imap4flags","special-use","mailboxid","variables"];\nvacation ${tags};`;
  const found = runScript(script, letter, changed).actions.find((action) => action.kind === 'vacation');
  if (found === undefined) throw new Error('no vacation');
  return found;
}

test('a note says to whom, from whom, what and how often', () => {
  expect(vacation('"Away"')).toMatchObject({
    to: 'coyote@desert.example.org',
    silence: null,
    seconds: 7 * 86_400,
    subject: 'Auto: I have a present for you',
    from: null,
    reason: 'Away',
    mime: false,
    fcc: null,
  });
  expect(vacation(':days 2 :subject "Gone" :from "Me <me@b.c>" :mime "x"')).toMatchObject({
    seconds: 172_800,
    subject: 'Gone',
    from: 'Me <me@b.c>',
    mime: true,
  });
  // RFC 5230 4.1: the least is above 0; RFC 6131 2: 0 seconds answer every time.
  expect(vacation(':days 0 "x"').seconds).toBe(86_400);
  expect(vacation(':days 99999 "x"').seconds).toBe(90 * 86_400);
  expect(vacation(':seconds 1800 "x"').seconds).toBe(1_800);
  expect(vacation(':seconds 0 "x"').seconds).toBe(0);
  expect(vacation(':subject "a\r\nBcc: x@y.z" "x"').subject).toBe('a Bcc: x@y.z');
});

test('notes with other words have other memories, those with one handle share it. RFC 5230 4.4', () => {
  expect(vacation('"a"').handle).not.toBe(vacation('"b"').handle);
  expect(vacation('"a"').handle).not.toBe(vacation(':subject "s" "a"').handle);
  expect(vacation('"a"').handle).toBe(vacation(':days 3 "a"').handle);
  expect(vacation(':handle "h" "a"').handle).toBe(vacation(':handle "h" "b"').handle);
});

test.each<[string, string, Partial<SieveContext>, VacationAction['silence']]>([
  ['null sender', LETTER, { envelopeFrom: '' }, 'nullSender'],
  ['mailer daemon', LETTER, { envelopeFrom: 'MAILER-DAEMON@b.c' }, 'systemSender'],
  ['list owner', LETTER, { envelopeFrom: 'owner-list@b.c' }, 'systemSender'],
  ['list request', LETTER, { envelopeFrom: 'list-request@b.c' }, 'systemSender'],
  ['automatic letter', `Auto-Submitted: auto-replied\n${LETTER}`, {}, 'automatic'],
  ['letter by hand', `Auto-Submitted: no\n${LETTER}`, {}, null],
  ['list', `List-Id: <x.y>\n${LETTER}`, {}, 'list'],
  ['bulk', `Precedence: bulk\n${LETTER}`, {}, 'list'],
  ['own letter', LETTER, { envelopeFrom: 'Roadrunner@acme.example.com' }, 'ownLetter'],
  ['blind copy', LETTER.replace('To: roadrunner', 'To: somebody'), {}, 'notAddressed'],
  [
    'resent to us',
    `Resent-To: ROADRUNNER@ACME.example.com\n${LETTER.replace('To: roadrunner', 'To: somebody')}`,
    {},
    null,
  ],
])('%s', (_name, letter, changed, silence) => {
  expect(vacation('"x"', letter, changed).silence).toBe(silence);
});

test('further addresses of the owner count', () => {
  const letter = LETTER.replace('roadrunner@acme', 'beep@acme');
  expect(vacation('"x"', letter).silence).toBe('notAddressed');
  expect(vacation(':addresses ["a@b.c", "beep@acme.example.com"] "x"', letter).silence).toBeNull();
});

// The scripts of RFC 8580.
test('a copy of the note goes where :fcc says, with its own mailbox tags', () => {
  expect(vacation(`:days 7 :from "hemingway@example.com" :fcc "INBOX.Sent" "Gone Fishin'"`)).toMatchObject({
    reason: "Gone Fishin'",
    fcc: { name: 'INBOX.Sent', create: false, specialUse: null, mailboxId: null, flags: [] },
  });
  expect(
    vacation(`:days 7 :specialuse "\\\\Sent" :create :fcc "INBOX.Sent" :flags ["\\\\Seen"] "Gone Fishin'"`).fcc,
  ).toEqual({
    name: 'INBOX.Sent',
    create: true,
    specialUse: '\\Sent',
    mailboxId: null,
    flags: ['\\Seen'],
  });
  expect(vacation(':fcc "Sent" :mailboxid "F1" "x"').fcc).toMatchObject({ mailboxId: 'F1' });
});

test('flags of the letter are not those of the copy', () => {
  const script = 'require ["vacation","fcc","imap4flags"]; setflag "a"; vacation :fcc "Sent" "x";';
  expect(runScript(script).actions).toMatchObject([
    { kind: 'vacation', fcc: { flags: [] } },
    { kind: 'store', target: { flags: ['a'] } },
  ]);
});
