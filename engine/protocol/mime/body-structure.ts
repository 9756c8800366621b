/** Part tree to the octets of BODY and BODYSTRUCTURE. RFC 9051 7.5.2 and 9 (body), RFC 2045-2046 */
import { envelopeOctets } from './envelope.ts';
import { listOrNil, nstring, string } from './imap-octets.ts';
import type { ScannedPart } from './scanned-part.ts';

/** @param extended BODYSTRUCTURE, with the extension data BODY must not have @returns octet string */
export function bodyOctets(part: ScannedPart, extended: boolean): string {
  return part.headers.type === 'multipart' ? multipartOctets(part, extended) : singleOctets(part, extended);
}

function multipartOctets(part: ScannedPart, extended: boolean): string {
  const { headers } = part;
  const children = part.children.map((child) => bodyOctets(child, extended)).join('');
  const extension = extended ? ` ${parameterOctets(headers.parameters)} ${commonExtension(part)}` : '';
  return `(${children} ${string(headers.subtype)}${extension})`;
}

function singleOctets(part: ScannedPart, extended: boolean): string {
  const { headers } = part;
  const fields = [
    string(headers.type),
    string(headers.subtype),
    parameterOctets(headers.parameters),
    nstring(headers.id),
    nstring(headers.description),
    string(headers.encoding),
    String(part.bodyEnd - part.bodyStart),
  ];
  const enclosed = headers.type === 'message' ? part.children[0] : undefined;
  if (enclosed !== undefined) fields.push(envelopeOctets(enclosed.fields), bodyOctets(enclosed, extended));
  if (enclosed !== undefined || headers.type === 'text') fields.push(String(part.lines));
  if (extended) fields.push(nstring(headers.md5), commonExtension(part));
  return `(${fields.join(' ')})`;
}

/** body-fld-dsp, body-fld-lang, body-fld-loc */
function commonExtension({ headers }: ScannedPart): string {
  const disposition = headers.disposition;
  const shown =
    disposition === null ? 'NIL' : `(${string(disposition.value)} ${parameterOctets(disposition.parameters)})`;
  return `${shown} ${listOrNil(headers.languages.map(string))} ${nstring(headers.location)}`;
}

function parameterOctets(parameters: readonly (readonly [string, string])[]): string {
  return listOrNil(parameters.map(([name, value]) => `${string(name)} ${string(value)}`));
}
