/** One script over one letter, asked of both sides. */
import type { Envelope } from '../helpers/verdict.ts';
import type { LetterName } from './letters.ts';

export interface ScriptCase {
  readonly name: string;
  readonly script: string;
  readonly letter: LetterName;
  readonly envelope: Envelope;
}
export const ENVELOPE: Envelope = { from: 'tim+news@w3.example.org', to: 'roadrunner+desert@acme.example.com' };

/** Extensions that both sides know. */
export const BOTH = [
  'body',
  'comparator-i;ascii-numeric',
  'copy',
  'date',
  'duplicate',
  'editheader',
  'encoded-character',
  'envelope',
  'environment',
  'fileinto',
  'ihave',
  'imap4flags',
  'index',
  'mailbox',
  'reject',
  'relational',
  'spamtestplus',
  'special-use',
  'subaddress',
  'vacation',
  'vacation-seconds',
  'variables',
];
export const REQUIRE = `require [${BOTH.map((name) => `"${name}"`).join(', ')}];\n`;
