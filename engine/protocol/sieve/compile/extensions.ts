/** What a script may `require`. RFC 5228 3.2, 6 */

export const SIEVE_EXTENSIONS = [
  'body',
  'comparator-i;ascii-casemap',
  'comparator-i;ascii-numeric',
  'comparator-i;octet',
  'comparator-i;unicode-casemap',
  'copy',
  'date',
  'duplicate',
  'editheader',
  'encoded-character',
  'envelope',
  'environment',
  'ereject',
  'fcc',
  'fileinto',
  'ihave',
  'imap4flags',
  'index',
  'mailbox',
  'mailboxid',
  'reject',
  'relational',
  'spamtest',
  'spamtestplus',
  'special-use',
  'subaddress',
  'vacation',
  'vacation-seconds',
  'variables',
] as const;
export type SieveExtension = (typeof SIEVE_EXTENSIONS)[number];

/** What one extension brings with it. RFC 5235 1, RFC 6131 2 */
const BRINGS: Partial<Record<SieveExtension, SieveExtension>> = {
  spamtestplus: 'spamtest',
  'vacation-seconds': 'vacation',
};

export interface CompileOptions {
  /** The script's owner may change headers of letters (RFC 5293): administrators only. Default no. */
  readonly allowEditHeader?: boolean;
  /** Of the script, in characters. Default 256 KiB. */
  readonly maxCharacters?: number;
}

/** Those a script of this owner may use: what ManageSieve shows as SIEVE. RFC 5804 1.7 */
export function allowedExtensions(options: CompileOptions = {}): readonly SieveExtension[] {
  return options.allowEditHeader === true ? SIEVE_EXTENSIONS : SIEVE_EXTENSIONS.filter((name) => name !== 'editheader');
}

/** null: there is none of that name. Names compare by octets. RFC 5228 3.2 */
export function findExtension(name: string): SieveExtension | null {
  return SIEVE_EXTENSIONS.find((known) => known === name) ?? null;
}

export function withImplied(extension: SieveExtension): readonly SieveExtension[] {
  const brought = BRINGS[extension];
  return brought === undefined ? [extension] : [extension, brought];
}
