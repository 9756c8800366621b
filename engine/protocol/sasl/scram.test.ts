import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { expect, test } from 'vitest';
import { checkScramProof, fakeScramParameters, scramSecret } from '../../auth/scram-keys.ts';
import type { ScramProof } from '../../model/scram.ts';
import { converse } from './converse.ts';
import type { SaslStep } from './sasl-server.ts';
import { scram, scramPlus } from './scram.ts';

const octets = (text: string): Uint8Array => new TextEncoder().encode(text);
const hmac = (key: Uint8Array, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const SALT = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64');

/** RFC 7677 3 */
const VECTOR = {
  clientFirst: 'n,,n=user,r=rOprNGfwEbeRWgbNEkqO',
  serverNonce: '%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0',
  serverFirst: 'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096',
  clientFinal:
    'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
  serverFinal: 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=',
};

test('the exchange of RFC 7677 3', async () => {
  const secret = scramSecret('pencil', { salt: SALT, iterations: 4096 });
  const said: string[] = [];
  const answers = [VECTOR.clientFirst, VECTOR.clientFinal, ''];
  const end = await converse(scram({ bindings: {}, nonce: () => VECTOR.serverNonce }).start(null), {
    ask: async (text) => (said.push(text), octets(answers.shift() ?? '')),
    checkPassword: async () => 'no',
    scramParameters: async (login) => (expect(login).toBe('user'), secret),
    async checkProof(_login, proof) {
      const serverSignature = checkScramProof([scramSecret('other', secret), secret], proof)?.serverSignature ?? null;
      return { result: serverSignature === null ? 'no' : 'yes', serverSignature };
    },
  });
  expect(said).toEqual(['', VECTOR.serverFirst, VECTOR.serverFinal]);
  expect(end).toEqual({ kind: 'checked', login: 'user', result: 'yes' });
});

test('a wrong password proves nothing', () => {
  const { salt, iterations } = { salt: SALT, iterations: 4096 };
  const proof: ScramProof = {
    authMessage: `${VECTOR.clientFirst.slice(3)},${VECTOR.serverFirst},${VECTOR.clientFinal.replace(/,p=.*/, '')}`,
    clientProof: Buffer.from('dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=', 'base64'),
  };
  expect(checkScramProof([scramSecret('pencil', { salt, iterations })], proof)).not.toBeNull();
  expect(checkScramProof([scramSecret('Pencil', { salt, iterations })], proof)).toBeNull();
  expect(checkScramProof([], proof)).toBeNull();
});

const first = (step: SaslStep): string => {
  if (step.kind !== 'lookUp') return step.kind === 'malformed' ? step.reason : step.kind;
  const next = step.next({ salt: SALT, iterations: 4096 });
  return next.kind === 'challenge' ? next.text : next.kind;
};
const bindings = { 'tls-exporter': () => octets('material') };
const nonce = (): string => 'server';

test.each([
  ['n,,n=user,r=abc', /^r=abcserver,/],
  ['n,a=user,n=user,r=abc', /^r=abcserver,/],
  ['n,a=boss,n=user,r=abc', /on behalf/],
  ['n,,n=a=2Cb=3Dc,r=abc', /^r=/],
  ['n,,n=a=2cb,r=abc', /login/],
  ['n,,n=,r=abc', /no first message/],
  ['n,,m=x,n=user,r=abc', /no first message/],
  ['n,,n=user,r=a,b', /no first message/],
  ['n,,n=user', /no first message/],
  ['', /no first message/],
  ['y,,n=user,r=abc', /PLUS/],
  ['p=tls-exporter,,n=user,r=abc', /PLUS/],
  [`n,,n=${'x'.repeat(5000)},r=abc`, /too long/],
])('SCRAM-SHA-256 hears %j', (message, expected) =>
  expect(first(scram({ bindings, nonce }).start(octets(message)))).toMatch(expected),
);
test('a client that could bind is believed where nothing can be bound', () =>
  expect(first(scram({ bindings: {}, nonce }).start(octets('y,,n=user,r=abc')))).toMatch(/^r=/));

test.each([
  ['p=tls-exporter,,n=user,r=abc', /^r=abcserver,/],
  ['p=tls-unique,,n=user,r=abc', /not offered/],
  ['p=toString,,n=user,r=abc', /not offered/],
  ['n,,n=user,r=abc', /needs channel binding/],
])('SCRAM-SHA-256-PLUS hears %j', (message, expected) =>
  expect(first(scramPlus({ bindings, nonce }).start(octets(message)))).toMatch(expected),
);

function lastStep(header: string, bound: string, change: (message: string) => string = (message) => message): string {
  const start = scramPlus({ bindings, nonce }).start(octets(`${header}n=user,r=abc`));
  if (start.kind !== 'lookUp') return start.kind;
  const second = start.next({ salt: SALT, iterations: 4096 });
  if (second.kind !== 'challenge') return second.kind;
  const channel = Buffer.from(header + bound).toString('base64');
  const salted = pbkdf2Sync('pencil', SALT, 4096, 32, 'sha256');
  const clientKey = hmac(salted, 'Client Key');
  const withoutProof = `c=${channel},r=abcserver`;
  const signature = hmac(
    createHash('sha256').update(clientKey).digest(),
    `n=user,r=abc,${second.text},${withoutProof}`,
  );
  const proof = Buffer.from(clientKey.map((octet, at) => octet ^ (signature[at] ?? 0))).toString('base64');
  const step = second.next(octets(change(`${withoutProof},p=${proof}`)));
  if (step.kind !== 'proof') return step.kind === 'malformed' ? step.reason : step.kind;
  return checkScramProof([scramSecret('pencil', { salt: SALT, iterations: 4096 })], step.proof) === null ? 'no' : 'yes';
}
test('the proof holds for one channel alone', () => {
  expect(lastStep('p=tls-exporter,,', 'material')).toBe('yes');
  expect(lastStep('p=tls-exporter,,', 'another')).toMatch(/does not fit/);
  expect(lastStep('p=tls-exporter,,', '')).toMatch(/does not fit/);
  expect(lastStep('p=tls-exporter,,', 'material', (text) => text.replace('abcserver', 'abcdserver'))).toMatch(/nonce/);
  expect(lastStep('p=tls-exporter,,', 'material', (text) => text.replace(/p=.*/, 'p=AAAA'))).toMatch(/no last message/);
});

test('a login that is not here has one salt for ever, another one elsewhere', () => {
  const secret = Buffer.alloc(32, 7);
  const once = fakeScramParameters(secret, 'Yok@ornek.test');
  expect(fakeScramParameters(secret, 'yok@ornek.test')).toEqual(once);
  expect(fakeScramParameters(secret, 'yok2@ornek.test').salt).not.toEqual(once.salt);
  expect(fakeScramParameters(Buffer.alloc(32, 8), 'yok@ornek.test').salt).not.toEqual(once.salt);
});
