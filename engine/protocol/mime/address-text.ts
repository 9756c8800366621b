/** Address fields as people read them. RFC 5322 3.4, RFC 2047 for names */
import { parseAddressList, type EnvelopeAddress } from './address-list.ts';
import { decodeHeaderText } from './header-text.ts';

const LONGEST_TEXT = 16 * 1024;

/** `Ayşe Kaya <ayse@example.com>, info@example.com`; groups show their members. At most about 16 KiB. */
export function formatAddresses(fieldValues: readonly string[]): string {
  let out = '';
  for (const address of fieldValues.flatMap(parseAddressList)) {
    const text = addressText(address);
    if (text === '') continue;
    out += out === '' ? text : `, ${text}`;
    if (out.length > LONGEST_TEXT) break;
  }
  return out;
}

function addressText({ name, mailbox, host }: EnvelopeAddress): string {
  if (mailbox === null || host === null) return '';
  const address = decodeHeaderText(host === '' ? mailbox : `${mailbox}@${host}`);
  const shown = name === null ? '' : decodeHeaderText(name);
  return shown === '' ? address : `${shown} <${address}>`;
}
