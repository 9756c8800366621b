/** Octets that no letter may hold, answered after its end. A bare line break is how letters are smuggled into letters. RFC 5321 2.3.8, RFC 5322 2.1.1, 2.3 */
import type { SmtpSession } from './smtp-session.ts';
import type { LetterFacts } from './smtp-wire.ts';
import type { SmtpReply } from '../../model/smtp-reply.ts';

/** @returns null when there is nothing against it */
export function judgeLetterFacts(
  session: SmtpSession,
  facts: LetterFacts,
  longestLineOctets: number,
): SmtpReply | null {
  if (facts.bareLineBreak) {
    session.noteAttack('a bare CR or LF inside a letter (SMTP smuggling)');
    return {
      code: 550,
      enhanced: '5.6.11',
      text: 'The letter holds a line end that is not CR LF. Send it with CR LF at the end of each line',
    };
  }
  if (facts.hasNul)
    return { code: 550, enhanced: '5.6.0', text: 'The letter holds a NUL octet. Encode such content and send again' };
  if (facts.longestLineOctets > longestLineOctets) {
    return {
      code: 550,
      enhanced: '5.6.0',
      text: `The letter has a line longer than ${longestLineOctets} octets. Encode such content (quoted-printable or base64) and send again`,
    };
  }
  return null;
}
