/** Parameters of MAIL and RCPT: SIZE, BODY, SMTPUTF8, RET, ENVID, NOTIFY, ORCPT. RFC 5321 4.1.1.11, RFC 1870, RFC 6152, RFC 6531, RFC 3461 */
import { badArgument, SmtpSyntaxError } from './smtp-syntax-error.ts';
import type { DsnRequest } from '../../model/queue.ts';

export interface MailParameters {
  /** Octets the client announces; null when it does not. */
  readonly sizeBytes: number | null;
  readonly body: '7bit' | '8bitmime' | null;
  readonly smtpUtf8: boolean;
  readonly ret: DsnRequest['ret'];
  readonly envid: string | null;
  /** Only where the server offers AUTH; its value is ignored, as RFC 4954 5 lets us. */
  readonly auth: string | null;
}
export interface RcptParameters {
  readonly notify: DsnRequest['notify'];
  readonly orcpt: string | null;
}
const MAX_PARAMETERS = 10;
const XTEXT = /^(?:[\x21-\x2a\x2c-\x3c\x3e-\x7e]|\+[0-9A-F]{2})+$/;
const NOTIFY = { NEVER: 'never', SUCCESS: 'success', FAILURE: 'failure', DELAY: 'delay' } as const;

/**
 * @param submission DSN and AUTH are offered
 * @throws SmtpSyntaxError 501 for a bad value, 555 for a parameter that is not offered
 */
export function parseMailParameters(text: string, submission: boolean): MailParameters {
  const given = readParameters(text, ['SIZE', 'BODY', 'SMTPUTF8', ...(submission ? ['RET', 'ENVID', 'AUTH'] : [])]);
  const size = given.get('SIZE');
  if (size !== undefined && (size === null || !/^\d{1,20}$/.test(size)))
    throw badArgument('SIZE needs a number of octets');
  const body = given.get('BODY')?.toUpperCase();
  if (body === 'BINARYMIME')
    throw notOffered('BINARYMIME is not offered. Encode the letter (base64) and send it as 8BITMIME or 7BIT');
  if (given.has('BODY') && body !== '7BIT' && body !== '8BITMIME') throw badArgument('BODY is 7BIT or 8BITMIME here');
  if (given.has('SMTPUTF8') && given.get('SMTPUTF8') !== null) throw badArgument('SMTPUTF8 takes no value');
  const ret = given.get('RET')?.toUpperCase();
  if (given.has('RET') && ret !== 'FULL' && ret !== 'HDRS') throw badArgument('RET is FULL or HDRS');
  return {
    sizeBytes: size == null ? null : Number(size),
    body: body === undefined ? null : body === '7BIT' ? '7bit' : '8bitmime',
    smtpUtf8: given.has('SMTPUTF8'),
    ret: ret === undefined ? null : ret === 'FULL' ? 'full' : 'headers',
    envid: xtext('ENVID', given, 100),
    auth: given.get('AUTH') ?? null,
  };
}
/**
 * @param submission DSN is offered
 * @throws SmtpSyntaxError 501 for a bad value, 555 for a parameter that is not offered
 */
export function parseRcptParameters(text: string, submission: boolean): RcptParameters {
  const given = readParameters(text, submission ? ['NOTIFY', 'ORCPT'] : []);
  const orcpt = given.get('ORCPT');
  if (given.has('ORCPT')) {
    const value = /^[A-Za-z0-9-]+;(.+)$/.exec(orcpt ?? '')?.[1];
    if (value === undefined || orcpt!.length > 500 || !/^[\x21-\x7e\u0080-\u{10ffff}]+$/u.test(value))
      throw badArgument('ORCPT has the form type;address');
  }
  return { notify: notifyOf(given), orcpt: orcpt ?? null };
}

/** `+2B` and the like become what they stand for. RFC 3461 4 */
export function decodeXtext(text: string): string {
  return text.replace(/\+([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

type Given = ReadonlyMap<string, string | null>;

function readParameters(text: string, known: readonly string[]): Given {
  const given = new Map<string, string | null>();
  for (const word of text.split(' ').filter((part) => part !== '')) {
    const [, name = '', value] = /^([A-Za-z0-9][A-Za-z0-9-]*)(?:=([^\s=][^\s]*))?$/.exec(word) ?? [];
    if (name === '') throw badArgument('A parameter has the form NAME or NAME=value');
    const key = name.toUpperCase();
    if (!known.includes(key)) throw notOffered(`The parameter ${key.slice(0, 40)} is not known here`);
    if (given.has(key) || given.size >= MAX_PARAMETERS) throw badArgument(`${key} may be given once`);
    given.set(key, value ?? null);
  }
  return given;
}
/** RFC 5321 4.1.1.11 */
function notOffered(text: string): SmtpSyntaxError {
  return new SmtpSyntaxError({ code: 555, enhanced: '5.5.4', text });
}
function notifyOf(given: Given): RcptParameters['notify'] {
  if (!given.has('NOTIFY')) return null;
  const words = (given.get('NOTIFY') ?? '').toUpperCase().split(',');
  const notify = words.map((word) => (Object.hasOwn(NOTIFY, word) ? NOTIFY[word as keyof typeof NOTIFY] : null));
  if (notify.some((word) => word === null) || new Set(notify).size !== notify.length)
    throw badArgument('NOTIFY is NEVER, or of SUCCESS, FAILURE, DELAY each at most once');
  if (notify.includes('never') && notify.length > 1) throw badArgument('NOTIFY=NEVER stands alone');
  return notify as NonNullable<RcptParameters['notify']>;
}
/** Kept encoded: the next server and the report want it as it came. RFC 3461 4.4 */
function xtext(name: string, given: Given, longest: number): string | null {
  if (!given.has(name)) return null;
  const value = given.get(name) ?? '';
  if (!XTEXT.test(value) || value.length > longest)
    throw badArgument(`${name} needs a value of at most ${longest} characters in xtext`);
  return value;
}
