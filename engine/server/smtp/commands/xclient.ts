/** XCLIENT: a proxy that is trusted says for whom it speaks. From anybody else it is an unknown command. */
import { normalizeAddress } from '../../../net/peer.ts';
import { readXclientAddress } from '../../../protocol/smtp/proxy-header.ts';
import { decodeXtext } from '../../../protocol/smtp/parameters.ts';
import { badArgument } from '../../../protocol/smtp/smtp-syntax-error.ts';
import { outOfOrder } from '../replies.ts';
import { clientName } from './ehlo.ts';
import type { SmtpCommand } from '../smtp-session.ts';

const UNKNOWN = ['[UNAVAILABLE]', '[TEMPUNAVAIL]'];

export const xclient: SmtpCommand = {
  run(session, argument) {
    if (session.transaction !== null) return outOfOrder('A letter is begun. Finish it or send RSET');
    if (session.signedIn !== null) return outOfOrder('Somebody has signed in on this connection');
    const given = attributes(argument);
    const [address, helo] = [given.get('ADDR'), given.get('HELO')];
    const peer = address === undefined || isUnknown(address) ? null : readXclientAddress(address);
    if (address !== undefined && !isUnknown(address) && peer === null) throw badArgument('ADDR is no IP address');
    session.speakFor(
      peer === null ? null : normalizeAddress(peer),
      helo === undefined || isUnknown(helo) ? null : clientName(helo, 'XCLIENT HELO'),
    );
    return null;
  },
};
function attributes(argument: string): ReadonlyMap<string, string> {
  const given = new Map<string, string>();
  for (const word of argument.trim().split(/ +/)) {
    const [, name = '', value = ''] = /^([A-Za-z]+)=([^\s=]+)$/.exec(word) ?? [];
    const key = name.toUpperCase();
    if ((key !== 'ADDR' && key !== 'HELO') || given.has(key))
      throw badArgument('XCLIENT has the form XCLIENT ADDR=address HELO=name');
    given.set(key, decodeXtext(value));
  }
  return given;
}
const isUnknown = (value: string): boolean => UNKNOWN.includes(value.toUpperCase());
