/** SASL LOGIN: name and password in two answers. Never standardised, asked for by older Outlook and by devices (draft-murchison-sasl-login). */
import { decodeUtf8, type SaslMechanism, type SaslStep } from './sasl-server.ts';

const MAX_OCTETS = 1024;
const malformed = (reason: string): SaslStep => ({ kind: 'malformed', reason });

export const LOGIN: SaslMechanism = {
  name: 'LOGIN',
  start: (initial) => (initial === null ? { kind: 'challenge', text: 'Username:', next: readName } : readName(initial)),
};

function readName(response: Uint8Array): SaslStep {
  const login = textOf(response);
  if (login === null) return malformed('a login is needed');
  return {
    kind: 'challenge',
    text: 'Password:',
    next: (answer) => {
      const password = textOf(answer);
      return password === null ? malformed('a password is needed') : { kind: 'credentials', login, password };
    },
  };
}
function textOf(octets: Uint8Array): string | null {
  const text = octets.length > MAX_OCTETS ? null : decodeUtf8(octets);
  return text === null || text === '' || text.includes('\0') ? null : text;
}
