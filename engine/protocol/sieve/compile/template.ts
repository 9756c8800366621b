/** A text of a script that may hold variables. RFC 5229 3 */
import { ScriptError, type Position } from '../grammar/script-problem.ts';
import type { TextLiteral } from '../grammar/syntax-tree.ts';
import type { Machine } from '../run/machine.ts';
import { decodeEncodedCharacters } from './encoded-character.ts';
import type { Scope } from './scope.ts';

export interface Template {
  /** null when it holds variables. */
  readonly constant: string | null;
  readonly at: Position;
  expand(machine: Machine): string;
}
/** Name of a variable: lower case, or a number of a match. */
export type VariableName = { readonly name: string } | { readonly match: number };
type Piece = string | VariableName;

const REFERENCE = /\$\{([a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)*(?:\.\d+)*|\d+)\}/gi;
const HIGHEST_MATCH = 31;

export function compileTemplate(literal: TextLiteral, scope: Scope): Template {
  const text = scope.has('encoded-character') ? decodeEncodedCharacters(literal.text, literal.at) : literal.text;
  const pieces = scope.has('variables') ? splitReferences(text, literal.at) : [text];
  if (pieces.every((piece) => typeof piece === 'string')) return constantTemplate(pieces.join(''), literal.at);
  return { constant: null, at: literal.at, expand: (machine) => expandPieces(pieces, machine) };
}

export function constantTemplate(text: string, at: Position): Template {
  return { constant: text, at, expand: () => text };
}

function expandPieces(pieces: readonly Piece[], machine: Machine): string {
  let out = '';
  for (const piece of pieces) out += typeof piece === 'string' ? piece : machine.variables.read(piece);
  machine.budget.make(out.length);
  return out;
}

function splitReferences(text: string, at: Position): Piece[] {
  if (!text.includes('${')) return [text];
  const pieces: Piece[] = [];
  let from = 0;
  for (const found of text.matchAll(REFERENCE)) {
    pieces.push(text.slice(from, found.index), readVariableName(found[1] ?? '', at));
    from = found.index + found[0].length;
  }
  pieces.push(text.slice(from));
  return pieces.filter((piece) => piece !== '');
}

/** @throws ScriptError for a name space, of which none is known, and for a match beyond the last */
export function readVariableName(name: string, at: Position): VariableName {
  if (/^\d+$/.test(name)) {
    if (Number(name) > HIGHEST_MATCH)
      throw new ScriptError('badVariable', at, `\${${name}} is beyond the last match, \${${HIGHEST_MATCH}}`);
    return { match: Number(name) };
  }
  if (name.includes('.'))
    throw new ScriptError(
      'badVariable',
      at,
      `The variable ${name} has a name space, and none is known here. Choose a name without a dot`,
    );
  return { name: name.toLowerCase() };
}
