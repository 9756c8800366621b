/** RCPT: one recipient, answered for itself. RFC 5321 4.1.1.3, 3.6.2, RFC 3461 4 */
import type { Route } from '../../../delivery/accept.ts';
import { fitsQuota } from '../../../policy/quota.ts';
import { decideRecipient, type RouteFacts } from '../../../policy/recipient.ts';
import { parseRcptParameters } from '../../../protocol/smtp/parameters.ts';
import { parseForwardPath } from '../../../protocol/smtp/path.ts';
import { badArgument } from '../../../protocol/smtp/smtp-syntax-error.ts';
import { ok, outOfOrder } from '../replies.ts';
import type { SmtpCommand } from '../smtp-session.ts';

export const rcpt: SmtpCommand = {
  async run(session, argument) {
    const { deps, transaction } = session;
    if (transaction === null) return outOfOrder('Begin with MAIL');
    if (session.isChunked) return outOfOrder('The letter is begun. Finish it or send RSET');
    const path = /^TO:(.*)$/is.exec(argument.trimStart())?.[1];
    if (path === undefined) throw badArgument('RCPT has the form RCPT TO:<address>', '5.5.4');
    const { address, rest } = parseForwardPath(path);
    const parameters = parseRcptParameters(rest, deps.profile === 'submission');
    const route = await deps.accept.route(address);
    const decision = decideRecipient({
      profile: deps.profile,
      signedIn: session.signedIn !== null,
      address,
      smtpUtf8: transaction.mail.smtpUtf8,
      route: routeFacts(route, transaction.mail.sizeBytes ?? 0),
      recipients: transaction.recipients.length,
      recipientsAllowed: deps.limits.recipients,
    });
    if (decision.kind === 'reject' || decision.kind === 'defer') return decision.reply;
    const { ret, envid } = transaction.mail;
    const wantsDsn = parameters.notify !== null || parameters.orcpt !== null || ret !== null || envid !== null;
    const dsn = wantsDsn ? { ...parameters, ret, envid } : null;
    session.setTransaction({ ...transaction, recipients: [...transaction.recipients, { address, route, dsn }] });
    return ok('2.1.5', 'Recipient ok');
  },
};
/** A list is full only when nobody on it has room. */
function routeFacts(route: Route, announcedBytes: number): RouteFacts {
  if (route.kind !== 'deliverable') return route;
  return {
    ...route,
    isFull: route.targets.every((target) => target.kind === 'account' && !fitsQuota(target.account, announcedBytes)),
  };
}
