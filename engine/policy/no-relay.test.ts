/** The whole table of ways to ask for a relay. Each address goes through the grammar, the directory and the decision. */
import { expect, test } from 'vitest';
import { parseForwardPath } from '../protocol/smtp/path.ts';
import { findRoute } from '../delivery/route.ts';
import type { Account, AddressResolution, Alias } from '../model/account.ts';
import { decideRecipient, type RecipientFacts } from './recipient.ts';

const account = (localpart: string, id: number, more: Partial<Account> = {}): Account =>
  ({
    id,
    address: { localpart, domain: 'firma.example' },
    status: 'active',
    quotaBytes: null,
    usedBytes: 0,
    ...more,
  }) as unknown as Account;
const people = new Map([
  ['ayse', account('ayse', 1)],
  ['full', account('full', 2)],
  ['old', account('old', 3, { status: 'receiveOnly' })],
]);
const aliases = new Map<string, Partial<Alias>>([
  ['sales', { targets: [{ localpart: 'ayse', domain: 'firma.example' }], role: false }],
  ['out', { targets: [{ localpart: 'x', domain: 'elsewhere.example' }], role: false }],
  ['loop', { targets: [{ localpart: 'loop', domain: 'firma.example' }], role: false }],
  ['postmaster', { targets: [{ localpart: 'full', domain: 'firma.example' }], role: true }],
  ['abuse', { targets: [], role: true }],
]);
/** firma.example is ours, toplayan.example has a catch-all, kapali.example is disabled. */
async function resolve({ localpart, domain }: { localpart: string; domain: string }): Promise<AddressResolution> {
  const name = localpart.toLowerCase().split('+')[0]!;
  if (domain === 'toplayan.example') return { kind: 'catchAll', account: people.get('ayse')! };
  if (domain === 'kapali.example') return { kind: 'disabled' };
  if (domain !== 'firma.example' && domain !== 'xn--rnek-4qa.example' && !(domain === '' && name === 'postmaster'))
    return { kind: 'foreign' };
  const person = people.get(name);
  if (person !== undefined) return { kind: 'account', account: person, detail: null };
  const alias = aliases.get(name);
  return alias === undefined ? { kind: 'unknownLocalpart' } : { kind: 'alias', alias: alias as Alias, detail: null };
}
async function answer(path: string, more: Partial<RecipientFacts> = {}): Promise<string> {
  let address;
  try {
    ({ address } = parseForwardPath(path));
  } catch (error) {
    const { reply } = error as { reply: { code: number; enhanced: string } };
    return `${reply.code} ${reply.enhanced}`;
  }
  const route = await findRoute({ resolve }, address);
  const facts =
    route.kind === 'deliverable'
      ? { ...route, isFull: route.targets.every((target) => target.kind === 'account' && target.account.id === 2) }
      : route;
  const decision = decideRecipient({
    profile: 'mx',
    signedIn: false,
    address,
    smtpUtf8: true,
    route: facts,
    recipients: 0,
    recipientsAllowed: 100,
    ...more,
  });
  return decision.kind === 'accept'
    ? 'ok'
    : 'reply' in decision
      ? `${decision.reply.code} ${decision.reply.enhanced}`
      : decision.kind;
}

const PORTS = [
  ['25', { profile: 'mx', signedIn: false }],
  // Nobody signs in there; if somebody could, it would open nothing.
  ['25, signed in', { profile: 'mx', signedIn: true }],
  ['587 or 465', { profile: 'submission', signedIn: false }],
  ['587 or 465, signed in', { profile: 'submission', signedIn: true }],
] as const;

/** What is answered to strangers, and to our people when that differs. */
const TABLE: readonly (readonly [path: string, stranger: string, ours?: string])[] = [
  // taken
  ['<ayse@firma.example>', 'ok'],
  ['<AYSE@FIRMA.EXAMPLE>', 'ok'],
  ['<ayse@firma.example.>', 'ok'],
  ['<ayse+liste@firma.example>', 'ok'],
  ['<"ayse"@firma.example>', 'ok'],
  ['<"ay\\se"@firma.example>', 'ok'],
  ['<ayse@örnek.example>', 'ok'],
  ['<ayse@ÖRNEK.example>', 'ok'],
  ['<ayse@xn--rnek-4qa.example>', 'ok'],
  ['<ayse@XN--RNEK-4QA.EXAMPLE.>', 'ok'],
  ['<ayse@firma。example>', 'ok'],
  ['<@relay.example:ayse@firma.example>', 'ok'],
  ['<@a.example,@b.example:ayse@firma.example>', 'ok'],
  ['<old@firma.example>', 'ok'],
  ['<sales@firma.example>', 'ok'],
  ['<out@firma.example>', 'ok'],
  ['<nobody@toplayan.example>', 'ok'],
  ['<postmaster>', 'ok'],
  ['<"postmaster"@firma.example>', 'ok'],
  ['<POSTMASTER@firma.example>', 'ok'],
  // nobody of ours
  ['<nobody@firma.example>', '550 5.1.1'],
  ['<loop@firma.example>', '550 5.1.1'],
  ['<ayse@kapali.example>', '550 5.2.1'],
  ['<full@firma.example>', '452 4.2.2'],
  ['<abuse@firma.example>', '451 4.2.0'],
  // elsewhere: for our people alone
  ['<x@elsewhere.example>', '550 5.7.1', 'ok'],
  ['<X@ELSEWHERE.EXAMPLE.>', '550 5.7.1', 'ok'],
  ['<x@sub.firma.example>', '550 5.7.1', 'ok'],
  ['<x@firma.example.elsewhere.example>', '550 5.7.1', 'ok'],
  ['<x@evilfirma.example>', '550 5.7.1', 'ok'],
  ['<x@firma.exampl>', '550 5.7.1', 'ok'],
  ['<x@xn--frma-7ua.example>', '550 5.7.1', 'ok'],
  ['<x@fırma.example>', '550 5.7.1', 'ok'],
  ['<@firma.example:x@elsewhere.example>', '550 5.7.1', 'ok'],
  ['<@firma.example,@firma.example:x@elsewhere.example>', '550 5.7.1', 'ok'],
  ['<ayse%firma.example@elsewhere.example>', '550 5.7.1', 'ok'],
  ['<firma.example!ayse@elsewhere.example>', '550 5.7.1', 'ok'],
  ['<"ayse@firma.example"@elsewhere.example>', '550 5.7.1', 'ok'],
  // a route hidden in an address of ours: for nobody
  ['<x%elsewhere.example@firma.example>', '550 5.7.1'],
  ['<x%y%elsewhere.example@firma.example>', '550 5.7.1'],
  ['<"x%elsewhere.example"@firma.example>', '550 5.7.1'],
  ['<ayse%elsewhere.example@firma.example>', '550 5.7.1'],
  ['<elsewhere.example!x@firma.example>', '550 5.7.1'],
  ['<a!b!x@firma.example>', '550 5.7.1'],
  ['<"elsewhere.example!x"@firma.example>', '550 5.7.1'],
  ['<"x@elsewhere.example"@firma.example>', '550 5.7.1'],
  ['<x\\@elsewhere.example@firma.example>', '501 5.1.3'],
  ['<x%elsewhere.example@toplayan.example>', '550 5.7.1'],
  ['<elsewhere.example!x@toplayan.example>', '550 5.7.1'],
  ['<"x@elsewhere.example"@toplayan.example>', '550 5.7.1'],
  ['<@relay.example:x%elsewhere.example@firma.example>', '550 5.7.1'],
  // IP literals: for nobody
  ['<ayse@[192.0.2.1]>', '550 5.7.1'],
  ['<ayse@[127.0.0.1]>', '550 5.7.1'],
  ['<ayse@[IPv6:2001:db8::1]>', '550 5.7.1'],
  ['<ayse@[IPv6:::1]>', '550 5.7.1'],
  ['<ayse@[firma.example]>', '501 5.1.3'],
  ['<ayse@192.0.2.1>', '550 5.7.1', 'ok'],
  // no address
  ['<x@elsewhere.example@firma.example>', '501 5.1.3'],
  ['<ayse@>', '501 5.1.3'],
  ['<ayse@.>', '501 5.1.3'],
  ['<ayse@firma.example..>', '501 5.1.3'],
  ['<ayse@.firma.example>', '501 5.1.3'],
  ['<""@firma.example>', '501 5.1.3'],
  ['<ayse>', '501 5.1.3'],
  ['<@firma.example>', '501 5.1.3'],
  ['<@relay.example>', '501 5.1.3'],
  ['<>', '501 5.1.3'],
  ['<ayse@firma.example:25>', '501 5.1.3'],
  ['<ayse@firma.example/x>', '501 5.1.3'],
  ['<ayse@firma.example@>', '501 5.1.3'],
  ['<ayse@firma.example,x@elsewhere.example>', '501 5.1.3'],
  ['<ayse@firma.example\u0000elsewhere.example>', '501 5.1.3'],
];
test.each(
  TABLE.flatMap(([path, stranger, ours = stranger]) =>
    PORTS.map(([port, facts]) => [path, port, facts, port === '587 or 465, signed in' ? ours : stranger] as const),
  ),
)('to %s on %s', async (path, _port, facts, expected) => {
  expect(await answer(path, facts)).toBe(expected);
});

test('more recipients than allowed are put off, UTF-8 needs its keyword', async () => {
  expect(await answer('<ayse@firma.example>', { recipients: 100 })).toBe('452 4.5.3');
  expect(await answer('<ayşe@firma.example>', { smtpUtf8: false })).toBe('553 5.6.7');
});
