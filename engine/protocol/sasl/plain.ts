/** SASL PLAIN: authorization identity, authentication identity and password in one message. RFC 4616 2 */
import { decodeUtf8, type SaslMechanism, type SaslStep } from './sasl-server.ts';

const MAX_OCTETS = 4096;
const malformed = (reason: string): SaslStep => ({ kind: 'malformed', reason });

export const PLAIN: SaslMechanism = {
  name: 'PLAIN',
  start: (initial) => (initial === null ? { kind: 'challenge', text: '', next: readMessage } : readMessage(initial)),
};

function readMessage(message: Uint8Array): SaslStep {
  if (message.length > MAX_OCTETS) return malformed('the message is too long');
  const text = decodeUtf8(message);
  if (text === null) return malformed('the message is not UTF-8');
  const parts = text.split('\0');
  const [authorizationId = '', login = '', password = ''] = parts;
  if (parts.length !== 3 || login === '' || password === '') return malformed('a login and a password are needed');
  // Acting for somebody else is not offered; naming oneself is the same as naming nobody.
  if (authorizationId !== '' && authorizationId.toLowerCase() !== login.toLowerCase())
    return malformed('signing in on behalf of another account is not offered');
  return { kind: 'credentials', login, password };
}
