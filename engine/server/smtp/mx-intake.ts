/**
 * A letter from another server: circles are cut, the sender is checked under a deadline, what others wrote in our name is
 * taken out, and policy decides. RFC 5321 4.4, RFC 7208, RFC 6376, RFC 9989, RFC 8601 5
 */
import { letterOrigin, needsOf } from './letter-origin.ts';
import type { LetterIntake } from './letter-receiver.ts';
import { accepted } from './replies.ts';
import { checkSender } from './sender-check.ts';
import type { MxDeps } from './smtp-deps.ts';
import type { SmtpSession, Transaction } from './smtp-session.ts';
import { formatAddress } from '../../model/address-text.ts';
import { decideContent, decideLoop } from '../../policy/content.ts';
import { authenticationServerOf, editHeader, readHeader, type HeaderRange } from '../../protocol/smtp/header-block.ts';
import { judgeLetterFacts } from './letter-faults.ts';

const NOTHING = new Uint8Array(0);

export function createMxIntake(session: SmtpSession, deps: MxDeps, transaction: Transaction): LetterIntake {
  let fields: readonly HeaderRange[] = [];
  let original: Uint8Array = NOTHING;
  return {
    takeHeader(header) {
      fields = readHeader(header);
      original = header;
      const loop = decideLoop({
        receivedFields: fields.filter((field) => field.name === 'received').length,
        deliveredBefore: wasDeliveredBefore(fields, transaction),
      });
      if (loop.kind === 'reject') return { kind: 'refuse', reply: loop.reply };
      const claims = fields.filter((field) => isForeignClaim(field, deps.hostname()));
      return { kind: 'store', header: editHeader(header, claims) };
    },
    judgeFacts: (facts) => judgeLetterFacts(session, facts, Number.POSITIVE_INFINITY),
    async finish(letter) {
      const { sender } = transaction;
      const { peer, helo, sessionId } = session;
      // Without a signature nothing of the body is checked: the header alone goes to the checks.
      const isSigned = fields.some((one) => one.name === 'dkim-signature');
      const toCheck = {
        ...{ peer, helo: helo ?? '', sender, sizeBytes: letter.sizeBytes },
        letter: isSigned ? letter.original : () => original,
      };
      const { report, field } = await checkSender(deps, toCheck, sessionId);
      const forRole = transaction.recipients.some(({ route }) => route.kind === 'deliverable' && route.isRole);
      const decision = decideContent({
        report,
        forRole,
        fromFields: fields.filter((one) => one.name === 'from').length,
      });
      if (decision.kind === 'reject' || decision.kind === 'defer') return decision.reply;
      if (decision.kind === 'hold') throw new Error('a letter that comes in is never held');
      const receipt = await deps.accept.accept({
        letterId: deps.accept.newLetterId(),
        session: sessionId,
        body: letter.body,
        sender,
        recipients: transaction.recipients,
        origin: letterOrigin(session),
        protocol: session.transmission,
        fields: field,
        junk: decision.mailbox === 'junk',
        ...needsOf(transaction, letter.facts, fields),
        submittedBy: null,
        facts: report.kind === 'checked' ? [{ kind: 'checked', result: report.result }] : [],
      });
      return accepted(receipt);
    },
  };
}

/** Fields only we may write: the reverse-path, and results in the name of this server. RFC 8601 5, RFC 5321 4.4 */
function isForeignClaim(field: HeaderRange, hostname: string): boolean {
  if (field.name === 'return-path') return true;
  return field.name === 'authentication-results' && authenticationServerOf(field.value) === hostname.toLowerCase();
}
function wasDeliveredBefore(fields: readonly HeaderRange[], transaction: Transaction): boolean {
  const before = new Set(
    fields.filter((field) => field.name === 'delivered-to').map((field) => field.value.toLowerCase()),
  );
  if (before.size === 0) return false;
  return transaction.recipients.some(
    ({ route }) =>
      route.kind === 'deliverable' &&
      route.targets.some(
        (target) => target.kind === 'account' && before.has(formatAddress(target.account.address).toLowerCase()),
      ),
  );
}
