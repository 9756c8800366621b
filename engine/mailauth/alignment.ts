/**
 * Alignment in DMARC: whether a domain that SPF or DKIM vouches for is the author's. A strict mode in the record (aspf=s, adkim=s) is
 * held here as well as in the library: a version of it that took strict for relaxed must not pass a letter. RFC 9989 4.4, 4.7
 */
export interface AlignmentModes {
  readonly spf: 'strict' | 'relaxed';
  readonly dkim: 'strict' | 'relaxed';
}

/** @param record text of the DMARC record */
export function alignmentModes(record: string): AlignmentModes {
  const tags = new Map(
    record.split(';').map((tag) => {
      const [name = '', value = ''] = tag.split('=');
      return [name.trim().toLowerCase(), value.trim().toLowerCase()];
    }),
  );
  const mode = (tag: string): 'strict' | 'relaxed' => (tags.get(tag) === 's' ? 'strict' : 'relaxed');
  return { spf: mode('aspf'), dkim: mode('adkim') };
}

export function isSameDomain(one: string, other: string): boolean {
  const fold = (name: string): string => name.toLowerCase().replace(/\.$/, '');
  return fold(one) !== '' && fold(one) === fold(other);
}

export interface Vouched {
  readonly authorDomain: string;
  readonly modes: AlignmentModes;
  /** What the library found aligned; null: nothing. */
  readonly spfAligned: string | null;
  readonly dkimAligned: string | null;
  /** All domains with a passing signature. */
  readonly signedBy: readonly string[];
}
/** Whether a pass of the library stands when strict modes are taken at their word. */
export function passStands({ authorDomain, modes, spfAligned, dkimAligned, signedBy }: Vouched): boolean {
  const bySpf = spfAligned !== null && (modes.spf === 'relaxed' || isSameDomain(spfAligned, authorDomain));
  const byDkim =
    dkimAligned !== null && (modes.dkim === 'relaxed' || signedBy.some((domain) => isSameDomain(domain, authorDomain)));
  return bySpf || byDkim;
}
