/** Header fields to the octets of an IMAP ENVELOPE. RFC 9051 7.5.2, RFC 5322 3.6 */
import { parseAddressList, type EnvelopeAddress } from './address-list.ts';
import { fieldValue, fieldValues, type HeaderField } from './header-fields.ts';
import { listOrNil, nstring } from './imap-octets.ts';

/** @returns octet string with its parentheses */
export function envelopeOctets(fields: readonly HeaderField[]): string {
  const listed = (values: readonly string[]): string | null => {
    const list = values.flatMap(parseAddressList);
    return list.length === 0 ? null : listOrNil(list.map(addressOctets), '');
  };
  const addresses = (name: string): string | null => listed([fieldValue(fields, name) ?? '']);
  const destinations = (name: string): string | null => listed(fieldValues(fields, name));
  const from = addresses('from');
  const parts = [
    nstring(fieldValue(fields, 'date')),
    nstring(fieldValue(fields, 'subject')),
    from,
    addresses('sender') ?? from,
    addresses('reply-to') ?? from,
    destinations('to'),
    destinations('cc'),
    destinations('bcc'),
    nstring(fieldValue(fields, 'in-reply-to')),
    nstring(fieldValue(fields, 'message-id')),
  ];
  return `(${parts.map((part) => part ?? 'NIL').join(' ')})`;
}

function addressOctets({ name, route, mailbox, host }: EnvelopeAddress): string {
  return `(${nstring(name)} ${nstring(route)} ${nstring(mailbox)} ${nstring(host)})`;
}
