/**
 * SPF, DKIM and DMARC of one letter, by the library; runs in the thread. A check that throws is temperror, never pass; a failure that
 * rests on a missing answer is temperror, never fail. RFC 7208, RFC 6376, RFC 8301, RFC 9989
 */
import type { Readable } from 'node:stream';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { evaluateDmarc } from 'mailauth/lib/dmarc/index.js';
import { spf } from 'mailauth/lib/spf/index.js';
import type { AuthResult, DkimResult, SpfResult } from '../model/auth-result.ts';
import { alignmentModes, passStands } from './alignment.ts';
import type { CheckedParts, VerifyTask } from './auth-thread-messages.ts';
import { libraryResolver, type LibraryResolver, type LookUp } from './library-resolver.ts';

const SPF_RESULTS: readonly SpfResult[] = ['none', 'neutral', 'pass', 'fail', 'softfail', 'temperror', 'permerror'];
const DKIM_RESULTS: readonly DkimResult[] = ['none', 'pass', 'fail', 'policy', 'neutral', 'temperror', 'permerror'];
const POLICIES = ['none', 'quarantine', 'reject'] as const;
const LEAST_KEY_BITS = 1024;

type Signature = AuthResult['dkim'][number];
interface SignedLetter {
  readonly signatures: readonly Signature[];
  readonly authors: readonly string[];
  readonly fromFields: number;
}

/** @param tell is given each result as soon as it is known */
export async function verifyMessage(
  letter: Readable | Buffer,
  task: VerifyTask,
  lookUp: LookUp,
  tell: (part: CheckedParts) => void,
): Promise<void> {
  const resolver = libraryResolver(lookUp);
  const checkingSpf = checkSpf(task, resolver).then((result) => {
    tell({ spf: result });
    return result;
  });
  const signed = await checkDkim(letter, resolver);
  tell({ dkim: signed.signatures });
  tell({ dmarc: await checkDmarc(await checkingSpf, signed, resolver) });
}

export async function checkSpf(task: VerifyTask, resolver: LibraryResolver): Promise<AuthResult['spf']> {
  const domain = task.sender === null ? task.helo : task.sender.slice(task.sender.lastIndexOf('@') + 1);
  try {
    const found = await spf({
      ip: task.peer,
      helo: task.helo,
      mta: task.hostname,
      resolver,
      strict: true,
      ...(task.sender === null ? {} : { sender: task.sender }),
    });
    const result = SPF_RESULTS.find((one) => one === found.status.result) ?? 'temperror';
    return { result, domain: domain.toLowerCase() };
  } catch {
    return { result: 'temperror', domain: domain.toLowerCase() };
  }
}

async function checkDkim(letter: Readable | Buffer, resolver: LibraryResolver): Promise<SignedLetter> {
  try {
    const found = await dkimVerify(letter, { resolver, minBitLength: LEAST_KEY_BITS, strict: true });
    const signatures = found.results
      .filter((one) => one.status.result !== 'none')
      .map((one): Signature => {
        const result = DKIM_RESULTS.find((known) => known === one.status.result) ?? 'temperror';
        // A signature over a part of the body vouches for nothing that somebody put behind that part. RFC 6376 8.2
        const isPartial = result === 'pass' && (one.status.underSized ?? 0) > 0;
        const domain = (one.signingDomain ?? '').toLowerCase();
        return { result: isPartial ? 'policy' : result, domain, selector: one.selector ?? '' };
      });
    return { signatures, authors: found.headerFrom, fromFields: found.fromFields };
  } catch {
    return { signatures: [{ result: 'temperror', domain: '', selector: '' }], authors: [], fromFields: 0 };
  }
}

/** Several authors' domains or none cannot be evaluated: permerror, which policy treats as suspicious. RFC 9989 5.3.1, 11.5 */
async function checkDmarc(
  spfResult: AuthResult['spf'],
  signed: SignedLetter,
  resolver: LibraryResolver,
): Promise<AuthResult['dmarc']> {
  const unreadable = signed.signatures.some((one) => one.result === 'temperror' && one.domain === '');
  if (unreadable) return { result: 'temperror', domain: '', policy: null };
  const wordOf = async (counts: (result: string) => boolean) => {
    const spfDomains = counts(spfResult.result) ? [spfResult.domain] : [];
    const signedBy = signed.signatures.filter((one) => counts(one.result)).map((one) => one.domain);
    const { response } = await evaluateDmarc({
      headerFrom: [...signed.authors],
      fromFields: signed.fromFields,
      spfDomains,
      dkimDomains: signedBy.map((domain) => ({ domain })),
      resolver,
      strict: true,
    });
    return { response, signedBy };
  };
  try {
    const { response, signedBy } = await wordOf((result) => result === 'pass');
    if (response === false) return { result: 'permerror', domain: '', policy: null };
    const domain = response.status.header?.from ?? response.domain;
    const policy = POLICIES.find((one) => one === response.policy) ?? null;
    const result = String(response.status.result);
    switch (result) {
      case 'pass':
        return { result: standing(response, domain, signedBy) ? 'pass' : 'fail', domain, policy };
      case 'none':
        return { result: 'none', domain, policy: null };
      case 'fail': {
        // Would it have passed with the answers that are missing?
        const hopeful = await wordOf((one) => one === 'pass' || one === 'temperror');
        const isOpen =
          hopeful.response !== false &&
          hopeful.response.status.result === 'pass' &&
          standing(hopeful.response, domain, hopeful.signedBy);
        return { result: isOpen ? 'temperror' : 'fail', domain, policy };
      }
      default:
        return { result: 'temperror', domain, policy };
    }
  } catch {
    return { result: 'temperror', domain: '', policy: null };
  }
}

type DmarcResponse = Exclude<Awaited<ReturnType<typeof evaluateDmarc>>['response'], false>;
function standing(response: DmarcResponse, authorDomain: string, signedBy: readonly string[]): boolean {
  return passStands({
    authorDomain,
    modes: alignmentModes(response.rr ?? ''),
    spfAligned: response.alignment?.spf.result || null,
    dkimAligned: response.alignment?.dkim.result || null,
    signedBy,
  });
}
