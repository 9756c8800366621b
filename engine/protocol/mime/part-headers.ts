/** What a part says about itself in its header. RFC 2045 5 and 6, RFC 2183, RFC 3282 (language), RFC 2557 (location) */
import { fieldValue, parseHeaderFields, type HeaderField } from './header-fields.ts';
import { parameter, parseParameterField, stripComments, type ParameterField } from './header-parameters.ts';
import { decodeParameter } from './header-text.ts';
import { MIME_LIMITS } from './mime-limits.ts';

/** Strings are raw octet strings, except `fileName`. */
export interface PartHeaders {
  readonly type: string;
  readonly subtype: string;
  readonly parameters: readonly (readonly [string, string])[];
  readonly charset: string | null;
  readonly boundary: string | null;
  readonly id: string | null;
  readonly description: string | null;
  readonly encoding: string;
  readonly md5: string | null;
  readonly disposition: ParameterField | null;
  readonly languages: readonly string[];
  readonly location: string | null;
  readonly fileName: string | null;
}
const TOKEN = '[^\\x00-\\x20\\x7f-\\xff()<>@,;:\\\\"/[\\]?=]+';
/** A word where one is wanted, also where it is wrongly quoted. */
const FIRST_WORD = new RegExp(`^\\s*"?(${TOKEN})`);
const MEDIA_TYPE = new RegExp(`^(${TOKEN})/(${TOKEN})$`);
const PLAIN: ParameterField = { value: 'text/plain', parameters: [['charset', 'us-ascii']] };
const DIGEST_ITEM: ParameterField = { value: 'message/rfc822', parameters: [] };

/** @param inDigest the part is one of a multipart/digest: its default is a message. RFC 2046 5.1.5 */
export function readPartHeaders(block: string, inDigest: boolean): { headers: PartHeaders; fields: HeaderField[] } {
  const fields = parseHeaderFields(block);
  return { headers: fromFields(fields, inDigest), fields };
}

function fromFields(fields: readonly HeaderField[], inDigest: boolean): PartHeaders {
  const typeField = fieldValue(fields, 'content-type');
  const content = readContentType(typeField, inDigest);
  const [type = 'text', subtype = 'plain'] = content.value.split('/');
  const dispositionField = fieldValue(fields, 'content-disposition');
  const disposition = readDisposition(dispositionField);
  const boundary = parameter(content, 'boundary');
  return {
    type,
    subtype,
    parameters: content.parameters,
    charset: parameter(content, 'charset')?.toLowerCase().slice(0, 64) ?? null,
    boundary: type === 'multipart' && boundary !== null ? boundary.trimEnd().slice(0, MIME_LIMITS.boundaryBytes) : null,
    id: fieldValue(fields, 'content-id'),
    description: fieldValue(fields, 'content-description'),
    encoding: readEncoding(fieldValue(fields, 'content-transfer-encoding')),
    md5: fieldValue(fields, 'content-md5'),
    disposition,
    languages: readLanguages(fieldValue(fields, 'content-language')),
    location: fieldValue(fields, 'content-location'),
    fileName: readFileName(dispositionField, 'filename') ?? readFileName(typeField, 'name'),
  };
}

function readContentType(field: string | null, inDigest: boolean): ParameterField {
  const fallback = inDigest ? DIGEST_ITEM : PLAIN;
  if (field === null) return fallback;
  const parsed = parseParameterField(field);
  return MEDIA_TYPE.test(parsed.value) ? parsed : fallback;
}

function firstWord(field: string): string {
  return FIRST_WORD.exec(stripComments(field.slice(0, 1000)))?.[1]?.toLowerCase() ?? '';
}

function readEncoding(field: string | null): string {
  const word = firstWord(field ?? '');
  return word === '' ? '7bit' : word.slice(0, 64);
}

function readDisposition(field: string | null): ParameterField | null {
  const value = firstWord(field ?? '');
  return field === null || value === '' ? null : { ...parseParameterField(field), value };
}

/** Language tags as written. RFC 3282 2 */
function readLanguages(field: string | null): string[] {
  if (field === null) return [];
  const tags = stripComments(field.slice(0, 1000)).match(/[A-Za-z0-9-]+/g) ?? [];
  return tags.slice(0, 20);
}

function readFileName(field: string | null, name: string): string | null {
  if (field === null || !field.toLowerCase().includes(name)) return null;
  return decodeParameter(field.slice(0, MIME_LIMITS.parameterFieldBytes), name);
}
