/**
 * A letter of our own people: they write in their own name only, what a mail program forgot is added, blind copies stay
 * blind, the letter is signed for its author's domain. RFC 6409 6, 8, RFC 5322 3.6, RFC 6376 5
 */
import { randomId } from '../../lib/random-id.ts';
import type { Address } from '../../model/account.ts';
import type { LetterFact } from '../../model/letter.ts';
import { messageDate } from '../../delivery/accept.ts';
import { decideAuthor } from '../../policy/submission.ts';
import { parseAddressList } from '../../protocol/mime/address-list.ts';
import { editHeader, readHeader, type HeaderRange } from '../../protocol/smtp/header-block.ts';
import { normalizeDomain } from '../../protocol/smtp/path.ts';
import { judgeLetterFacts } from './letter-faults.ts';
import { letterOrigin, needsOf } from './letter-origin.ts';
import type { LetterIntake, ReceivedLetter } from './letter-receiver.ts';
import { accepted } from './replies.ts';
import type { SubmissionDeps } from './smtp-deps.ts';
import { MAX_LINE_OCTETS } from './smtp-limits.ts';
import type { SignedIn, SmtpSession, Transaction } from './smtp-session.ts';

export function createSubmissionIntake(
  session: SmtpSession,
  deps: SubmissionDeps,
  transaction: Transaction,
  person: SignedIn,
): LetterIntake {
  let fields: readonly HeaderRange[] = [];
  let author: Address | null = null;
  return {
    takeHeader(header) {
      fields = readHeader(header);
      const from = addressesOf(fields, 'from');
      const decision = decideAuthor({ from, sender: addressesOf(fields, 'sender'), ownAddresses: person.ownAddresses });
      if (decision.kind === 'reject') return { kind: 'refuse', reply: decision.reply };
      author = from[0]?.[0] ?? null;
      const blind = fields.filter(
        (field) => field.name === 'bcc' || field.name === 'resent-bcc' || field.name === 'return-path',
      );
      return { kind: 'store', header: editHeader(header, blind, missingFields(fields, deps)) };
    },
    judgeFacts: (facts) => judgeLetterFacts(session, facts, MAX_LINE_OCTETS),
    async finish(letter) {
      const signature = leavesUs(transaction) && author !== null ? await sign(deps, author.domain, letter) : null;
      const receipt = await deps.accept.accept({
        letterId: deps.accept.newLetterId(),
        session: session.sessionId,
        body: letter.body,
        sender: transaction.sender,
        recipients: transaction.recipients,
        origin: letterOrigin(session),
        protocol: session.transmission,
        fields: signature?.field ?? '',
        junk: false,
        ...needsOf(transaction, letter.facts, fields),
        submittedBy: person.account.id,
        facts: signature === null ? [] : [signature.fact],
      });
      return accepted(receipt);
    },
  };
}

async function sign(
  deps: SubmissionDeps,
  domain: string,
  letter: ReceivedLetter,
): Promise<{ readonly field: string; readonly fact: LetterFact } | null> {
  const signature = await deps.signLetter(domain, letter.stored);
  return signature === null
    ? null
    : { field: signature.field, fact: { kind: 'signed', domain, selector: signature.selector } };
}
function leavesUs(transaction: Transaction): boolean {
  return transaction.recipients.some(
    ({ route }) =>
      route.kind === 'foreign' ||
      (route.kind === 'deliverable' && route.targets.some((target) => target.kind === 'remote')),
  );
}
/** RFC 6409 8.2, 8.3 */
function missingFields(fields: readonly HeaderRange[], deps: SubmissionDeps): string {
  const has = (name: string): boolean => fields.some((field) => field.name === name);
  const date = has('date') ? '' : `Date: ${messageDate(deps.clock.now())}\r\n`;
  const messageId = has('message-id') ? '' : `Message-ID: <${randomId(24)}@${deps.hostname()}>\r\n`;
  return date + messageId;
}
/** One list per field; null for a mailbox that is no address. */
function addressesOf(fields: readonly HeaderRange[], name: string): readonly (readonly (Address | null)[])[] {
  return fields
    .filter((field) => field.name === name)
    .map((field) =>
      parseAddressList(field.value)
        .filter((found) => found.host !== null)
        .map((found) => {
          const domain = normalizeDomain(utf8(found.host ?? ''));
          return domain === null || found.mailbox === null || found.mailbox === ''
            ? null
            : { localpart: utf8(found.mailbox), domain };
        }),
    );
}
/** Header values hold one character per octet. */
const utf8 = (octets: string): string => Buffer.from(octets, 'latin1').toString('utf8');
