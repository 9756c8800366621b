import { expect, test } from 'vitest';
import { holds, LETTER, problemsOf, runScript } from '../../../../tests/helpers/sieve-run.ts';

test('null sender: every part of the envelope is the empty text. RFC 5228 5.4', () => {
  for (const part of ['', ':localpart', ':domain', ':all'])
    expect(holds(`envelope ${part} :is "from" ""`, ['envelope'], LETTER, { envelopeFrom: '' })).toBe(true);
  expect(holds('envelope :is "from" ""', ['envelope'])).toBe(false);
});

test('names that no field can have are no error. RFC 5228 2.4.2.2', () => {
  expect(problemsOf('if header "From:" "x" { }')).toEqual([]);
  expect(holds('exists "From:"')).toBe(false);
  expect(holds('header :contains "From:" ""')).toBe(false);
});

test('i;unicode-casemap knows letters beyond ASCII, and ? is one of them', () => {
  const letter = `Subject: ŞEKER İlk\n\n`;
  const unicode = ':comparator "i;unicode-casemap"';
  const known = ['comparator-i;unicode-casemap', 'variables'];
  expect(holds(`header :is "Subject" "şeker ilk"`, [], letter)).toBe(false);
  expect(holds(`header ${unicode} :is "Subject" "şeker ilk"`, known, letter)).toBe(true);
  expect(holds(`header ${unicode} :contains "Subject" "şEk"`, known, letter)).toBe(true);
  expect(holds(`header ${unicode} :matches "Subject" "?eker*"`, known, letter)).toBe(true);
  expect(holds(`header :matches "Subject" "?EKER*"`, known, letter)).toBe(false);
  expect(holds(`header :matches "Subject" "??EKER*"`, known, letter)).toBe(true);
  expect(problemsOf(`if header ${unicode} "a" "b" { }`)).toEqual(['1:23 notRequired']);
});

test('the owner’s zone is used where none is said. RFC 5260 4, 5', () => {
  expect(holds('currentdate :is "iso8601" "2026-11-25T04:02:03+03:00"', ['date'])).toBe(true);
  expect(holds('currentdate :zone "+0000" "hour" "01"', ['date'])).toBe(true);
  expect(holds('currentdate "weekday" "3"', ['date'])).toBe(true);
  expect(holds('currentdate "julian" "61369"', ['date'])).toBe(true);
  expect(holds('date "Date" "hour" "20"', ['date'], 'Date: Tue, 1 Apr 1997 09:06:31 -0800\n\n')).toBe(true);
});

test('environment: what is not known is false. RFC 5183 4', () => {
  const environment = new Map([
    ['remote-ip', '192.0.2.1'],
    ['location', 'MDA'],
  ]);
  expect(holds('environment :matches "remote-ip" "192.0.*"', ['environment'], LETTER, { environment })).toBe(true);
  expect(holds('environment :contains "domain" ""', ['environment'], LETTER, { environment })).toBe(false);
});

// The scripts of RFC 5235 2 and 3.
test('spamtest: not looked at, surely wanted, surely spam', () => {
  const numeric = ':comparator "i;ascii-numeric"';
  const test = (condition: string, spamPercent: number | null): boolean =>
    holds(`spamtest ${condition}`, ['spamtestplus', 'relational', 'comparator-i;ascii-numeric'], LETTER, {
      spamPercent,
    });
  expect(test(`:value "eq" ${numeric} "0"`, null)).toBe(true);
  expect(test(`:value "eq" ${numeric} "1"`, 0)).toBe(true);
  expect(test(`:value "ge" ${numeric} "10"`, 100)).toBe(true);
  expect(test(`:value "ge" ${numeric} "10"`, 99)).toBe(false);
  expect(test(`:percent :count "eq" ${numeric} "0"`, null)).toBe(true);
  expect(test(`:percent :count "eq" ${numeric} "0"`, 0)).toBe(false);
  expect(test(`:percent :value "lt" ${numeric} "37"`, 36)).toBe(true);
});

// RFC 9042
test('a mailbox is found by its id', () => {
  const script = `require ["fileinto","mailboxid"];
if header :contains ["from"] "coyote" {
    if mailboxidexists "F6352ae03-b7f5-463c-896f-d8b48ee3" {
        fileinto :mailboxid "F6352ae03-b7f5-463c-896f-d8b48ee3"
                            "INBOX.name.will.not.be.used";
    } else {
        fileinto "INBOX.harassment";
    }
}`;
  const mailboxes = {
    exists: () => false,
    idExists: (id: string) => id.startsWith('F6352'),
    hasSpecialUse: () => false,
  };
  expect(runScript(script, LETTER, { mailboxes }).actions).toMatchObject([
    { target: { mailboxId: 'F6352ae03-b7f5-463c-896f-d8b48ee3', name: 'INBOX.name.will.not.be.used' } },
  ]);
  expect(runScript(script).actions).toMatchObject([{ target: { mailboxId: null, name: 'INBOX.harassment' } }]);
  const creating =
    'require ["fileinto","mailboxid","mailbox"]; fileinto :mailboxid "Fnosuch" :create "INBOX.no-such-folder";';
  expect(runScript(creating).actions).toMatchObject([
    { target: { mailboxId: 'Fnosuch', create: true, name: 'INBOX.no-such-folder' } },
  ]);
  const both = 'require ["fileinto","mailboxid","special-use"]; fileinto :mailboxid "x" :specialuse "\\\\Junk" "Spam";';
  expect(problemsOf(both)).toEqual(['1:73 conflictingTags']);
});

// RFC 8579
test('a mailbox is found by its use, alone or as that of a name', () => {
  const mailboxes = {
    exists: (name: string) => name === 'Spam',
    idExists: () => false,
    hasSpecialUse: (name: string | null, use: string) => use === '\\Junk' && (name === null || name === 'Spam'),
  };
  const test = (condition: string): boolean => holds(condition, ['special-use', 'mailbox'], LETTER, { mailboxes });
  expect(test('specialuse_exists "\\\\Junk"')).toBe(true);
  expect(test('specialuse_exists "Spam" ["\\\\Junk"]')).toBe(true);
  expect(test('specialuse_exists "Spam" ["\\\\Junk", "\\\\Sent"]')).toBe(false);
  expect(test('specialuse_exists "INBOX" "\\\\Junk"')).toBe(false);
  expect(test('mailboxexists ["Spam"]')).toBe(true);
  expect(test('mailboxexists ["Spam", "Other"]')).toBe(false);
  const filing = 'require ["fileinto","special-use","mailbox"]; fileinto :specialuse "\\\\Junk" :create "Spam";';
  expect(runScript(filing).actions).toMatchObject([{ target: { name: 'Spam', specialUse: '\\Junk', create: true } }]);
});
