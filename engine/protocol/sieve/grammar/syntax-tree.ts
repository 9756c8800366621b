/** A script as it is written, before any meaning: commands, tests and their arguments. RFC 5228 8.2 */
import type { Position } from './script-problem.ts';

export interface TextLiteral {
  readonly text: string;
  readonly at: Position;
}
export type ArgumentNode =
  | { readonly kind: 'tag'; readonly name: string; readonly at: Position }
  | { readonly kind: 'number'; readonly value: number; readonly at: Position }
  | { readonly kind: 'string'; readonly literal: TextLiteral; readonly at: Position }
  | { readonly kind: 'list'; readonly literals: readonly TextLiteral[]; readonly at: Position };

export interface TestNode {
  /** Lower case. */
  readonly name: string;
  readonly args: readonly ArgumentNode[];
  readonly tests: readonly TestNode[];
  /** The tests stand between parentheses. */
  readonly hasTestList: boolean;
  readonly at: Position;
}
export interface CommandNode extends TestNode {
  /** null: the command ends with `;`. */
  readonly block: readonly CommandNode[] | null;
}
