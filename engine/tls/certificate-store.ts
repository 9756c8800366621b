/**
 * The certificates of this server: the office CA and what it issues, or what the owner imported. Key and certificate lie together in
 * one file each under DATA/tls, so that they are never of two minds. Says when something changed, so that listeners take it over.
 */
import { X509Certificate } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../lib/clock.ts';
import type { Emit } from '../events/bus.ts';
import { MailError } from '../model/errors.ts';
import type { TlsCredentials } from '../net/tls-contexts.ts';
import { readIfThere, writePrivateFile } from './atomic-file.ts';
import { createOfficeCa, fingerprintOf, readOfficeCa, type OfficeCa } from './office-ca.ts';
import { readImportedPem } from './pem-import.ts';
import {
  createServerCertificate,
  isUpToDate,
  readServerCertificate,
  type ServerCertificate,
  type ServerNames,
} from './server-certificate.ts';

export type CertificateSource = 'officeCa' | 'imported';
/** As the control contract tells it; times in Unix ms. */
export interface CertificateFacts {
  readonly source: CertificateSource;
  readonly names: readonly string[];
  readonly issuer: string;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly fingerprint: string;
  readonly caFingerprint: string | null;
}
export interface CertificateStoreOptions {
  /** DATA/tls; made when missing. */
  readonly folder: string;
  /** The setting tls.mode. Imported without an imported certificate means the office CA. */
  readonly mode: CertificateSource;
  /** Asked at start and at each refresh: host name first. */
  readonly names: () => ServerNames;
  readonly clock: Pick<Clock, 'now'>;
  readonly emit: Emit;
}
export interface CertificateStore {
  info(): CertificateFacts;
  /** The office CA's certificate, for devices to trust. */
  caPem(): string;
  /** For createTlsContexts: what is in use first, then the other for names that only it has. */
  credentials(): readonly TlsCredentials[];
  /** Checks, keeps and uses it. @throws MailError `cannot` with the reason */
  importPem(certificatePem: string, keyPem: string): Promise<CertificateFacts>;
  /** Makes a new server certificate of the office CA and uses it. */
  issue(): Promise<CertificateFacts>;
  /** Makes what is due: names or addresses have changed, the end is near. Call daily and when the network changes. */
  refresh(): Promise<void>;
  /** @returns the function that ends it */
  onChange(listener: (credentials: readonly TlsCredentials[]) => void): () => void;
}

interface State {
  ca: OfficeCa;
  issued: ServerCertificate;
  imported: ServerCertificate | null;
  source: CertificateSource;
}
const CA_RENEW_BEFORE_MS = 365 * 86_400_000;

/** @throws when the folder cannot be used or holds something that is no certificate of ours: it is never overwritten */
export async function openCertificateStore(options: CertificateStoreOptions): Promise<CertificateStore> {
  const { folder, names, clock, emit } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const files = {
    ca: join(folder, 'office-ca.pem'),
    issued: join(folder, 'server.pem'),
    imported: join(folder, 'imported.pem'),
  };
  const listeners = new Set<(credentials: readonly TlsCredentials[]) => void>();

  const makeCa = async (): Promise<OfficeCa> => {
    const made = await createOfficeCa(names().names, clock.now());
    await writePrivateFile(files.ca, made.keyPem + made.certificatePem);
    return made;
  };
  const makeCertificate = async (ca: OfficeCa): Promise<ServerCertificate> => {
    const made = await createServerCertificate(ca, names(), clock.now());
    await writePrivateFile(files.issued, made.keyPem + made.certificatePem);
    return made;
  };
  const isCaGood = (ca: OfficeCa): boolean =>
    ca.permits(names().names[0] ?? 'localhost') && ca.notAfter - clock.now() > CA_RENEW_BEFORE_MS;

  async function load(): Promise<State> {
    const keptCa = await readPair(files.ca, readOfficeCa);
    const ca = keptCa !== null && isCaGood(keptCa) ? keptCa : await makeCa();
    const kept = await readPair(files.issued, readServerCertificate);
    const issued = kept !== null && isUpToDate(kept, ca, names(), clock.now()) ? kept : await makeCertificate(ca);
    const imported = await readPair(files.imported, readServerCertificate);
    return { ca, issued, imported, source: imported === null ? 'officeCa' : options.mode };
  }
  const state = await load();
  const inUse = (): ServerCertificate =>
    state.source === 'imported' && state.imported ? state.imported : state.issued;
  const credentials = (): TlsCredentials[] => {
    const other = state.source === 'imported' ? state.issued : state.imported;
    return [inUse(), ...(other === null ? [] : [other])];
  };
  const info = (): CertificateFacts => factsOf(inUse(), state);
  const changed = (): CertificateFacts => {
    for (const listener of listeners) listener(credentials());
    emit('tls.renewed', { names: inUse().names.join(', ') });
    return info();
  };
  let busy: Promise<unknown> = Promise.resolve();
  /** One change at a time, each on what the one before left. */
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const turn = busy.then(work, work);
    busy = turn.catch(() => null);
    return turn;
  };
  return {
    info,
    caPem: () => state.ca.certificatePem,
    credentials,
    importPem: (certificatePem, keyPem) =>
      inTurn(async () => {
        const imported = readImportedPem(certificatePem, keyPem, names().names[0] ?? 'localhost', clock.now());
        await writePrivateFile(files.imported, imported.keyPem + imported.certificatePem);
        Object.assign(state, { imported, source: 'imported' });
        return changed();
      }),
    issue: () =>
      inTurn(async () => {
        if (!isCaGood(state.ca)) state.ca = await makeCa();
        state.issued = await makeCertificate(state.ca);
        state.source = 'officeCa';
        return changed();
      }),
    refresh: () =>
      inTurn(async () => {
        const caGood = isCaGood(state.ca);
        if (caGood && isUpToDate(state.issued, state.ca, names(), clock.now())) return;
        if (!caGood) state.ca = await makeCa();
        state.issued = await makeCertificate(state.ca);
        changed();
      }),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

async function readPair<Made>(
  path: string,
  make: (certificatePem: string, keyPem: string) => Made,
): Promise<Made | null> {
  const text = await readIfThere(path);
  if (text === null) return null;
  const start = text.indexOf('-----BEGIN CERTIFICATE-----');
  try {
    if (start <= 0) throw new Error('key or certificate is missing in it');
    return make(text.slice(start), text.slice(0, start));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new MailError(
      'unavailable',
      `${path} cannot be used (${reason}); put it back from a copy, or remove it and a new one is made`,
      {
        cause,
      },
    );
  }
}

function factsOf(certificate: ServerCertificate, { ca, source }: State): CertificateFacts {
  const read = new X509Certificate(certificate.certificatePem);
  return {
    source,
    names: [...certificate.names, ...certificate.addresses],
    issuer: /^CN=(.*)$/m.exec(read.issuer)?.[1] ?? read.issuer.replaceAll('\n', ', '),
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
    fingerprint: fingerprintOf(certificate.certificatePem),
    caFingerprint: source === 'officeCa' ? ca.fingerprint : null,
  };
}
