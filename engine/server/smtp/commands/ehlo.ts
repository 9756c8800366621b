/** EHLO and HELO: who the client says it is, and what it may use. RFC 5321 4.1.1.1, RFC 1869, RFC 3207 4, RFC 4954 4, RFC 3030 2, RFC 9422 2 */
import { badArgument } from '../../../protocol/smtp/smtp-syntax-error.ts';
import type { SubmissionDeps } from '../smtp-deps.ts';
import type { SmtpCommand, SmtpSession } from '../smtp-session.ts';

const MAX_NAME = 255;

export const ehlo: SmtpCommand = {
  run(session, argument) {
    session.greet(clientName(argument, 'EHLO'), true);
    session.sayFeatures([session.deps.hostname(), ...features(session)]);
    return null;
  },
};
export const helo: SmtpCommand = {
  run(session, argument) {
    session.greet(clientName(argument, 'HELO'), false);
    session.sayFeatures([session.deps.hostname()]);
    return null;
  },
};
/** @throws SmtpSyntaxError 501 */
export function clientName(argument: string, command: string): string {
  const name = argument.trim();
  if (name === '' || /[\s\u0000-\u001f\u007f-\u009f]/.test(name) || name.length > MAX_NAME)
    throw badArgument(`${command} needs the name of your server`);
  return name;
}
function authFeature(deps: SubmissionDeps): string {
  return `AUTH ${deps.authenticator.offersScram ? 'SCRAM-SHA-256-PLUS SCRAM-SHA-256 ' : ''}PLAIN LOGIN`;
}
function features(session: SmtpSession): string[] {
  const { deps, tls } = session;
  return [
    'PIPELINING',
    `SIZE ${deps.limits.sizeBytes}`,
    ...(session.offersStartTls ? ['STARTTLS'] : []),
    // Never on the port for other servers, never in clear.
    ...(deps.profile === 'submission' && tls !== null && session.signedIn === null ? [authFeature(deps)] : []),
    'ENHANCEDSTATUSCODES',
    '8BITMIME',
    'SMTPUTF8',
    'CHUNKING',
    ...(session.isProxy ? ['XCLIENT ADDR HELO'] : []),
    `LIMITS RCPTMAX=${deps.limits.recipients}`,
  ];
}
