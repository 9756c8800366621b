/**
 * SCRAM-SHA-256 and -PLUS, the server's side: messages read and made, nothing looked up and nothing computed. RFC 5802 5-7,
 * RFC 7677, RFC 9266 (tls-exporter), RFC 5929 4 (tls-server-end-point)
 */
import { saslPrepared } from '../../lib/saslprep.ts';
import type { ScramParameters } from '../../model/scram.ts';
import { decodeBase64, decodeUtf8, type ChannelBindings, type SaslMechanism, type SaslStep } from './sasl-server.ts';

const MAX_OCTETS = 4096;
const PROOF_OCTETS = 32;
/** gs2-header, then the bare message. The printable octets of a nonce leave out the comma. */
const CLIENT_FIRST =
  /^((?:(n)|(y)|p=([A-Za-z0-9.-]+)),(?:a=([^,]+))?,)(n=([^,]+),r=([\x21-\x2b\x2d-\x7e]+)(?:,[A-Za-z]=[^,]*)*)$/s;
const CLIENT_FINAL = /^(c=([A-Za-z0-9+/=]+),r=([\x21-\x2b\x2d-\x7e]+)(?:,[A-Za-z]=[^,]*)*),p=([A-Za-z0-9+/=]+)$/s;

export interface ScramOptions {
  /** Bindings of the connection; `{}` without TLS. */
  readonly bindings: ChannelBindings;
  /** Printable, without a comma. */
  readonly nonce: () => string;
}
interface ClientFirst {
  readonly header: string;
  /** Type of the channel binding that the client uses; null: none. */
  readonly binding: string | null;
  readonly bare: string;
  readonly login: string;
  readonly nonce: string;
}
const malformed = (reason: string): SaslStep => ({ kind: 'malformed', reason });

/** SCRAM-SHA-256. */
export function scram(options: ScramOptions): SaslMechanism {
  return mechanism('SCRAM-SHA-256', options, (_first, usesBinding) => {
    if (usesBinding === 'yes') return 'channel binding is for SCRAM-SHA-256-PLUS';
    // The client could bind and believes that we cannot: somebody took the offer away.
    const isDowngraded = usesBinding === 'could' && Object.keys(options.bindings).length > 0;
    return isDowngraded ? 'channel binding is offered here; use SCRAM-SHA-256-PLUS' : null;
  });
}
/** SCRAM-SHA-256-PLUS: the proof holds for this TLS connection alone. */
export function scramPlus(options: ScramOptions): SaslMechanism {
  return mechanism('SCRAM-SHA-256-PLUS', options, ({ binding }, usesBinding) => {
    if (usesBinding !== 'yes' || binding === null) return 'SCRAM-SHA-256-PLUS needs channel binding';
    return Object.hasOwn(options.bindings, binding) ? null : 'that kind of channel binding is not offered';
  });
}

type Use = 'yes' | 'could' | 'no';

function mechanism(
  name: string,
  options: ScramOptions,
  refuse: (first: ClientFirst, usesBinding: Use) => string | null,
): SaslMechanism {
  const begin = (message: Uint8Array): SaslStep => {
    const read = readClientFirst(message);
    if (typeof read === 'string') return malformed(read);
    const [first, use] = read;
    const reason = refuse(first, use);
    if (reason !== null) return malformed(reason);
    return { kind: 'lookUp', login: first.login, next: (found) => serverFirst(first, found, options) };
  };
  return {
    name,
    start: (initial) => (initial === null ? { kind: 'challenge', text: '', next: begin } : begin(initial)),
  };
}

function readClientFirst(message: Uint8Array): readonly [ClientFirst, Use] | string {
  const text = message.length > MAX_OCTETS ? null : decodeUtf8(message);
  if (text === null) return 'the first message is too long or not UTF-8';
  const found = CLIENT_FIRST.exec(text);
  if (found === null) return 'that is no first message of SCRAM';
  const [, header = '', no, could, binding, authorization, bare = '', name = '', nonce = ''] = found;
  const login = saslName(name);
  if (login === null) return 'the login is not written as SCRAM wants it';
  // Acting for somebody else is not offered; naming oneself is the same as naming nobody.
  if (authorization !== undefined && saslName(authorization)?.toLowerCase() !== login.toLowerCase())
    return 'signing in on behalf of another account is not offered';
  const use = no !== undefined ? 'no' : could !== undefined ? 'could' : 'yes';
  return [{ header, binding: binding ?? null, bare, login, nonce }, use];
}

/** `=2C` and `=3D` stand for comma and equals sign; no other equals sign may stand. RFC 5802 5.1 */
function saslName(text: string): string | null {
  if (/=(?!2C|3D)/.test(text)) return null;
  return saslPrepared(text.replaceAll('=2C', ',').replaceAll('=3D', '='));
}

function serverFirst(first: ClientFirst, { salt, iterations }: ScramParameters, options: ScramOptions): SaslStep {
  const nonce = first.nonce + options.nonce();
  const text = `r=${nonce},s=${Buffer.from(salt).toString('base64')},i=${iterations}`;
  return { kind: 'challenge', text, next: (response) => clientFinal(response, first, { nonce, text, options }) };
}

function clientFinal(
  response: Uint8Array,
  first: ClientFirst,
  server: { readonly nonce: string; readonly text: string; readonly options: ScramOptions },
): SaslStep {
  const text = response.length > MAX_OCTETS ? null : decodeUtf8(response);
  const [, withoutProof = '', bound = '', nonce = '', proof = ''] =
    (text === null ? null : CLIENT_FINAL.exec(text)) ?? [];
  const clientProof = decodeBase64(proof);
  if (clientProof === null || clientProof.length !== PROOF_OCTETS) return malformed('that is no last message of SCRAM');
  if (nonce !== server.nonce) return malformed('the nonce is not the one that was sent');
  if (!isBound(decodeBase64(bound), first, server.options.bindings))
    return malformed('the channel binding does not fit');
  return {
    kind: 'proof',
    login: first.login,
    proof: { authMessage: `${first.bare},${server.text},${withoutProof}`, clientProof },
    next: (signature) => ({
      kind: 'challenge',
      text: `v=${Buffer.from(signature).toString('base64')}`,
      next: (last) => (last.length === 0 ? { kind: 'proved' } : malformed('nothing was to follow')),
    }),
  };
}

function isBound(said: Uint8Array | null, { header, binding }: ClientFirst, bindings: ChannelBindings): boolean {
  const data = binding === null ? new Uint8Array() : bindings[binding]?.();
  return said !== null && data !== undefined && Buffer.concat([Buffer.from(header), data]).equals(said);
}
