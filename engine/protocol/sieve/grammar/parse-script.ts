/** Script text to its syntax tree. RFC 5228 8.2 */
import { ScriptError, type Position } from './script-problem.ts';
import type { ArgumentNode, CommandNode, TestNode, TextLiteral } from './syntax-tree.ts';
import { Tokens, type Token } from './tokens.ts';

/** Blocks and tests inside each other; RFC 5228 2.10.5 asks for 15 of each at least. */
const DEEPEST = 32;

/** @throws ScriptError at the first place that follows no grammar */
export function parseScript(text: string): CommandNode[] {
  const tokens = new Tokens(text);
  const commands: CommandNode[] = [];
  while (tokens.peek().kind !== 'end') commands.push(parseCommand(tokens, 0));
  return commands;
}

function parseCommand(tokens: Tokens, depth: number): CommandNode {
  const { name, at } = parseName(tokens, 'a command');
  const args = parseArguments(tokens);
  const hasTestList = isMark(tokens.peek(), '(');
  const tests = parseTests(tokens, depth + 1);
  if (isMark(tokens.peek(), ';')) {
    tokens.take();
    return { name, args, tests, hasTestList, block: null, at };
  }
  if (!isMark(tokens.peek(), '{'))
    throw new ScriptError(
      'unexpected',
      tokens.peek().at,
      `Found ${shown(tokens.peek())} where ${name} ends with ; or starts a block with {`,
    );
  return { name, args, tests, hasTestList, block: parseBlock(tokens, depth + 1), at };
}

function parseBlock(tokens: Tokens, depth: number): CommandNode[] {
  const { at } = tokens.take();
  checkDepth(depth, at);
  const block: CommandNode[] = [];
  while (!isMark(tokens.peek(), '}')) {
    if (tokens.peek().kind === 'end')
      throw new ScriptError('unterminated', at, 'This block has no end. Close it with }');
    block.push(parseCommand(tokens, depth));
  }
  tokens.take();
  return block;
}

/** One test, several between parentheses, or none. */
function parseTests(tokens: Tokens, depth: number): TestNode[] {
  if (tokens.peek().kind === 'word') return [parseTest(tokens, depth)];
  if (!isMark(tokens.peek(), '(')) return [];
  return parseListed(tokens, ')', () => parseTest(tokens, depth));
}

function parseTest(tokens: Tokens, depth: number): TestNode {
  const { name, at } = parseName(tokens, 'a test');
  checkDepth(depth, at);
  const args = parseArguments(tokens);
  const hasTestList = isMark(tokens.peek(), '(');
  return { name, args, tests: parseTests(tokens, depth + 1), hasTestList, at };
}

function parseArguments(tokens: Tokens): ArgumentNode[] {
  const args: ArgumentNode[] = [];
  for (;;) {
    const token = tokens.peek();
    if (token.kind === 'tag') args.push({ kind: 'tag', name: token.text, at: token.at });
    else if (token.kind === 'number') args.push({ kind: 'number', value: token.value, at: token.at });
    else if (token.kind === 'string')
      args.push({ kind: 'string', literal: { text: token.text, at: token.at }, at: token.at });
    else if (isMark(token, '[')) {
      args.push({ kind: 'list', literals: parseListed(tokens, ']', () => parseLiteral(tokens)), at: token.at });
      continue;
    } else return args;
    tokens.take();
  }
}

function parseLiteral(tokens: Tokens): TextLiteral {
  const token = tokens.take();
  if (token.kind !== 'string')
    throw new ScriptError(
      'unexpected',
      token.at,
      `Found ${shown(token)} in a list of texts. Each text stands between quotes`,
    );
  return { text: token.text, at: token.at };
}

/** Items behind an opening mark, separated by commas; there is at least one. */
function parseListed<T>(tokens: Tokens, close: ']' | ')', item: () => T): T[] {
  const { at } = tokens.take();
  const items = [item()];
  for (;;) {
    const token = tokens.take();
    if (isMark(token, close)) return items;
    if (!isMark(token, ','))
      throw new ScriptError(
        'unexpected',
        token.kind === 'end' ? at : token.at,
        `Found ${shown(token)} where , or ${close} continues the list`,
      );
    items.push(item());
  }
}

function parseName(tokens: Tokens, what: string): { readonly name: string; readonly at: Position } {
  const token = tokens.take();
  if (token.kind !== 'word')
    throw new ScriptError('unexpected', token.at, `Found ${shown(token)} where ${what} is wanted`);
  return { name: token.text.toLowerCase(), at: token.at };
}

function checkDepth(depth: number, at: Position): void {
  if (depth > DEEPEST)
    throw new ScriptError('tooDeep', at, `Blocks and tests may stand ${DEEPEST} deep in each other. Split the rule`);
}

const isMark = (token: Token, mark: string): boolean => token.kind === 'mark' && token.text === mark;

function shown(token: Token): string {
  switch (token.kind) {
    case 'end':
      return 'the end of the script';
    case 'string':
      return 'a text';
    case 'number':
      return `the number ${token.value}`;
    case 'tag':
      return `:${token.text}`;
    case 'word':
    case 'mark':
      return token.text;
  }
}
