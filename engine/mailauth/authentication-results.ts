/** What we found out about a letter's sender, as a field for its reader's program. RFC 8601 2.2 */
import { domainToASCII } from 'node:url';
import type { AuthResult } from '../model/auth-result.ts';

/**
 * @param hostname our name, the authserv-id
 * @param senderIs which identity SPF looked at: the null reverse-path leaves only HELO
 * @returns the field with its CRLF, folded
 */
export function authenticationResults(result: AuthResult, hostname: string, senderIs: 'mailfrom' | 'helo'): string {
  const { spf, dkim, dmarc } = result;
  const policy = dmarc.policy === null ? '' : ` (p=${dmarc.policy})`;
  const parts = [
    `spf=${spf.result}${property(`smtp.${senderIs}`, spf.domain)}`,
    ...(dkim.length === 0 ? ['dkim=none'] : []),
    ...dkim.map((one) => `dkim=${one.result}${property('header.d', one.domain)}${property('header.s', one.selector)}`),
    `dmarc=${dmarc.result}${policy}${property('header.from', dmarc.domain)}`,
  ];
  return `Authentication-Results: ${hostname};\r\n\t${parts.join(';\r\n\t')}\r\n`;
}

const TOKEN = /^[A-Za-z0-9!#$%&'*+.^_`{|}~-]+$/;
const LONGEST_VALUE = 255;

/** Values come from strangers: what is no plain token is quoted, and nothing of them can end the line. */
function property(name: string, value: string): string {
  const ascii = /^[\x20-\x7e]*$/.test(value) ? value : domainToASCII(value);
  if (ascii === '' || ascii.length > LONGEST_VALUE) return '';
  return TOKEN.test(ascii) ? ` ${name}=${ascii}` : ` ${name}="${ascii.replace(/[\\"]/g, '\\$&')}"`;
}
