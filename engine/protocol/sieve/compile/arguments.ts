/** Arguments of a command or test, checked against what it takes: tags in any order, then those by position. RFC 5228 2.6 */
import { ScriptError, type Position } from '../grammar/script-problem.ts';
import type { ArgumentNode } from '../grammar/syntax-tree.ts';
import type { SieveExtension } from './extensions.ts';
import type { Scope } from './scope.ts';
import { compileTemplate, type Template } from './template.ts';

export type ArgumentType = 'text' | 'texts' | 'number';

export interface TagRule {
  readonly takes: ArgumentType | null;
  readonly extension?: SieveExtension;
  /** Of the tags of one group one may be given. */
  readonly group?: string;
}
export interface Signature {
  readonly tags?: Readonly<Record<string, TagRule>>;
  readonly positional?: readonly ArgumentType[];
  /** The first by position may be left out. */
  readonly firstOptional?: boolean;
  /** The last by position may be left out; it reads as no texts. */
  readonly lastOptional?: boolean;
}
type ArgumentValue = readonly Template[] | number | null;

export class Arguments {
  readonly name: string;
  readonly at: Position;
  readonly #tags: ReadonlyMap<string, ArgumentValue>;
  readonly #positional: readonly ArgumentValue[];

  constructor(
    name: string,
    at: Position,
    tags: ReadonlyMap<string, ArgumentValue>,
    positional: readonly ArgumentValue[],
  ) {
    this.name = name;
    this.at = at;
    this.#tags = tags;
    this.#positional = positional;
  }

  has(tag: string): boolean {
    return this.#tags.has(tag);
  }
  /** null when the tag is not given, here and below. */
  tagText(tag: string): Template | null {
    return asTexts(this.#tags.get(tag))?.[0] ?? null;
  }
  tagTexts(tag: string): readonly Template[] | null {
    return asTexts(this.#tags.get(tag));
  }
  tagNumber(tag: string): number | null {
    const value = this.#tags.get(tag);
    return typeof value === 'number' ? value : null;
  }
  /** By position, which the signature promised. */
  texts(index: number): readonly Template[] {
    return asTexts(this.#positional[index]) ?? [];
  }
  text(index: number): Template {
    const found = this.texts(index)[0];
    if (found === undefined) throw new Error(`${this.name} has no text argument ${index}`);
    return found;
  }
  number(index: number): number {
    const value = this.#positional[index];
    if (typeof value !== 'number') throw new Error(`${this.name} has no number argument ${index}`);
    return value;
  }
  /** The optional first argument is there. */
  get hasFirst(): boolean {
    return this.#positional[0] !== null;
  }
}

function asTexts(value: ArgumentValue | undefined): readonly Template[] | null {
  return value === undefined || typeof value === 'number' ? null : value;
}

interface Node {
  readonly name: string;
  readonly args: readonly ArgumentNode[];
  readonly at: Position;
}

/** @throws ScriptError where the arguments are not what the signature says */
export function readArguments(node: Node, signature: Signature, scope: Scope): Arguments {
  const tags = new Map<string, ArgumentValue>();
  let index = 0;
  for (let arg = node.args[index]; arg?.kind === 'tag'; arg = node.args[index]) {
    const rule = tagRule(node, signature, arg, scope);
    checkGroup(tags, signature, arg, rule);
    index += 1;
    if (rule.takes === null) tags.set(arg.name, null);
    else tags.set(arg.name, readValue(node.args[index], rule.takes, `:${arg.name}`, arg.at, scope));
    if (rule.takes !== null) index += 1;
  }
  return new Arguments(node.name, node.at, tags, readPositional(node, node.args.slice(index), signature, scope));
}

function tagRule(node: Node, { tags = {} }: Signature, arg: { name: string; at: Position }, scope: Scope): TagRule {
  const rule = Object.hasOwn(tags, arg.name) ? tags[arg.name] : undefined;
  if (rule === undefined) throw new ScriptError('unknownTag', arg.at, `${node.name} knows no :${arg.name}`);
  scope.demand(rule.extension ?? null, `:${arg.name}`, arg.at);
  return rule;
}

function checkGroup(
  given: ReadonlyMap<string, ArgumentValue>,
  { tags = {} }: Signature,
  arg: { name: string; at: Position },
  rule: TagRule,
): void {
  if (given.has(arg.name)) throw new ScriptError('repeatedTag', arg.at, `:${arg.name} is given twice`);
  if (rule.group === undefined) return;
  const other = [...given.keys()].find((name) => tags[name]?.group === rule.group);
  if (other !== undefined)
    throw new ScriptError('conflictingTags', arg.at, `:${other} and :${arg.name} exclude each other. Keep one of them`);
}

function readPositional(
  node: Node,
  args: readonly ArgumentNode[],
  signature: Signature,
  scope: Scope,
): ArgumentValue[] {
  const wanted = signature.positional ?? [];
  const lacksFirst = signature.firstOptional === true && args.length < wanted.length;
  const values: ArgumentValue[] = lacksFirst ? [null] : [];
  const lacksLast = signature.lastOptional === true && args.length < wanted.length;
  const expected = wanted.slice(values.length, lacksLast ? -1 : undefined);
  for (const [at, type] of expected.entries()) values.push(readValue(args[at], type, node.name, node.at, scope));
  const extra = args[wanted.length - (lacksFirst ? 1 : 0)];
  if (extra === undefined) return values;
  if (extra.kind === 'tag')
    throw new ScriptError(
      'extraArgument',
      extra.at,
      `:${extra.name} stands behind the arguments of ${node.name}. Tags come first`,
    );
  throw new ScriptError('extraArgument', extra.at, `${node.name} takes no further argument here`);
}

const WANTED = { text: 'a text', texts: 'a text or a list of texts', number: 'a number' } as const;

function readValue(
  arg: ArgumentNode | undefined,
  type: ArgumentType,
  owner: string,
  at: Position,
  scope: Scope,
): ArgumentValue {
  if (arg === undefined) throw new ScriptError('missingArgument', at, `${owner} wants ${WANTED[type]} behind it`);
  if (arg.kind === 'number' && type === 'number') return arg.value;
  if (arg.kind === 'string' && type !== 'number') return [compileTemplate(arg.literal, scope)];
  if (arg.kind === 'list' && type === 'texts') return arg.literals.map((literal) => compileTemplate(literal, scope));
  throw new ScriptError('wrongArgument', arg.at, `${owner} wants ${WANTED[type]} here`);
}
