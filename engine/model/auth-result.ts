/** Results of sender authentication. The words are those of RFC 8601 2.7; they are written to the header as they stand. */
export type SpfResult = 'none' | 'neutral' | 'pass' | 'fail' | 'softfail' | 'temperror' | 'permerror';
export type DkimResult = 'none' | 'pass' | 'fail' | 'policy' | 'neutral' | 'temperror' | 'permerror';
export type DmarcResult = 'none' | 'pass' | 'fail' | 'temperror' | 'permerror';

export interface AuthResult {
  readonly spf: { readonly result: SpfResult; readonly domain: string };
  readonly dkim: readonly { readonly result: DkimResult; readonly domain: string; readonly selector: string }[];
  readonly dmarc: {
    readonly result: DmarcResult;
    readonly domain: string;
    readonly policy: 'none' | 'quarantine' | 'reject' | null;
  };
}
