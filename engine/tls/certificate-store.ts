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

const CA_RENEW_BEFORE_MS = 365 * 86_400_000;

/** @throws when the folder cannot be used or holds something that is no certificate of ours: it is never overwritten */
export async function openCertificateStore(options: CertificateStoreOptions): Promise<CertificateStore> {
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  const maker = new CertificateMaker(options);
  const keptCa = await readPair(maker.files.ca, readOfficeCa);
  const ca = keptCa !== null && maker.isCaGood(keptCa) ? keptCa : await maker.makeCa();
  const kept = await readPair(maker.files.issued, readServerCertificate);
  const issued = kept !== null && maker.isGood(kept, ca) ? kept : await maker.makeCertificate(ca);
  const imported = await readPair(maker.files.imported, readServerCertificate);
  return new Certificates(options, maker, {
    ca,
    issued,
    imported,
    source: imported === null ? 'officeCa' : options.mode,
  });
}

/** Makes what the office CA gives, durable before it is used, and knows what is due. */
class CertificateMaker {
  readonly files: { readonly ca: string; readonly issued: string; readonly imported: string };
  readonly #options: CertificateStoreOptions;

  constructor(options: CertificateStoreOptions) {
    const path = (name: string): string => join(options.folder, name);
    this.#options = options;
    this.files = { ca: path('office-ca.pem'), issued: path('server.pem'), imported: path('imported.pem') };
  }
  isCaGood(ca: OfficeCa): boolean {
    return ca.permits(this.hostName()) && ca.notAfter - this.#options.clock.now() > CA_RENEW_BEFORE_MS;
  }
  isGood(certificate: ServerCertificate, ca: OfficeCa): boolean {
    return isUpToDate(certificate, ca, this.#options.names(), this.#options.clock.now());
  }
  async makeCa(): Promise<OfficeCa> {
    const made = await createOfficeCa(this.#options.names().names, this.#options.clock.now());
    await writePrivateFile(this.files.ca, made.keyPem + made.certificatePem);
    return made;
  }
  async makeCertificate(ca: OfficeCa): Promise<ServerCertificate> {
    const made = await createServerCertificate(ca, this.#options.names(), this.#options.clock.now());
    await writePrivateFile(this.files.issued, made.keyPem + made.certificatePem);
    return made;
  }
  async keepImported(certificatePem: string, keyPem: string): Promise<ServerCertificate> {
    const imported = readImportedPem(certificatePem, keyPem, this.hostName(), this.#options.clock.now());
    await writePrivateFile(this.files.imported, imported.keyPem + imported.certificatePem);
    return imported;
  }
  hostName(): string {
    return this.#options.names().names[0] ?? 'localhost';
  }
}

interface State {
  ca: OfficeCa;
  issued: ServerCertificate;
  imported: ServerCertificate | null;
  source: CertificateSource;
}
class Certificates implements CertificateStore {
  readonly #emit: Emit;
  readonly #maker: CertificateMaker;
  readonly #state: State;
  readonly #listeners = new Set<(credentials: readonly TlsCredentials[]) => void>();
  #busy: Promise<unknown> = Promise.resolve();

  constructor(options: CertificateStoreOptions, maker: CertificateMaker, state: State) {
    this.#emit = options.emit;
    this.#maker = maker;
    this.#state = state;
  }
  info(): CertificateFacts {
    return factsOf(this.#inUse(), this.#state);
  }
  caPem(): string {
    return this.#state.ca.certificatePem;
  }
  credentials(): readonly TlsCredentials[] {
    const { source, issued, imported } = this.#state;
    const other = source === 'imported' ? issued : imported;
    return [this.#inUse(), ...(other === null ? [] : [other])];
  }
  importPem(certificatePem: string, keyPem: string): Promise<CertificateFacts> {
    return this.#inTurn(async () => {
      this.#state.imported = await this.#maker.keepImported(certificatePem, keyPem);
      this.#state.source = 'imported';
      return this.#changed();
    });
  }
  issue(): Promise<CertificateFacts> {
    return this.#inTurn(async () => {
      await this.#makeAnew();
      this.#state.source = 'officeCa';
      return this.#changed();
    });
  }
  refresh(): Promise<void> {
    return this.#inTurn(async () => {
      const { ca, issued } = this.#state;
      if (this.#maker.isCaGood(ca) && this.#maker.isGood(issued, ca)) return;
      await this.#makeAnew();
      this.#changed();
    });
  }
  onChange(listener: (credentials: readonly TlsCredentials[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #inUse(): ServerCertificate {
    const { source, issued, imported } = this.#state;
    return source === 'imported' && imported !== null ? imported : issued;
  }
  async #makeAnew(): Promise<void> {
    if (!this.#maker.isCaGood(this.#state.ca)) this.#state.ca = await this.#maker.makeCa();
    this.#state.issued = await this.#maker.makeCertificate(this.#state.ca);
  }
  #changed(): CertificateFacts {
    for (const listener of this.#listeners) listener(this.credentials());
    this.#emit('tls.renewed', { names: this.#inUse().names.join(', ') });
    return this.info();
  }
  /** One change at a time, each on what the one before left. */
  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#busy.then(work, work);
    this.#busy = turn.catch(() => null);
    return turn;
  }
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
