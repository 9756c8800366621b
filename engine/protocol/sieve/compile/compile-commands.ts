/** Commands in order: control flow here (RFC 5228 3), actions from the vocabulary. */
import { ScriptError } from '../grammar/script-problem.ts';
import type { CommandNode } from '../grammar/syntax-tree.ts';
import { readArguments } from './arguments.ts';
import { COMMANDS } from './command-vocabulary.ts';
import { compileTest, demandAny, noTests, onlyTest } from './compile-test.ts';
import type { Condition, Statement } from './definition.ts';
import type { Scope } from './scope.ts';

interface Branch {
  readonly condition: Condition;
  readonly block: Statement;
}
const NOTHING: Statement = () => undefined;

/** Problems go to the scope; with any, the result is not to be run. */
export function compileCommands(nodes: readonly CommandNode[], scope: Scope, isTop: boolean): Statement {
  const statements: Statement[] = [];
  let start = 0;
  while (isTop && nodes[start]?.name === 'require') {
    const node = nodes[start]!;
    scope.collect(() => compileRequire(node, scope));
    start += 1;
  }
  for (let at = start; at < nodes.length;) {
    const node = nodes[at]!;
    const chain = node.name === 'if' ? chainLength(nodes, at) : 1;
    scope.collect(() => {
      const statement =
        node.name === 'if' ? compileIf(nodes.slice(at, at + chain), scope) : compileCommand(node, scope);
      statements.push(statement);
    });
    at += chain;
  }
  return (machine) => {
    for (const statement of statements) {
      if (machine.stopped) return;
      statement(machine);
    }
  };
}

/** `if` with the `elsif` and `else` that follow it. RFC 5228 3.1 */
function chainLength(nodes: readonly CommandNode[], from: number): number {
  let end = from + 1;
  while (nodes[end]?.name === 'elsif') end += 1;
  return (nodes[end]?.name === 'else' ? end + 1 : end) - from;
}

function compileRequire(node: CommandNode, scope: Scope): void {
  noBlock(node);
  noTests(node);
  for (const { constant, at } of readArguments(node, { positional: ['texts'] }, scope).texts(0))
    scope.collect(() => scope.enable(constant ?? '', at));
}

function compileIf(nodes: readonly CommandNode[], scope: Scope): Statement {
  const branches: Branch[] = [];
  let isDecided = false;
  for (const node of nodes) {
    if (isDecided) break;
    const condition = node.name === 'else' ? compileElse(node, scope) : compileTest(onlyTest(node, scope), scope);
    if (node.block === null) throw new ScriptError('wantsBlock', node.at, `${node.name} wants a block between { and }`);
    const block = condition.constant === false ? NOTHING : compileCommands(node.block, scope, false);
    branches.push({ condition, block });
    isDecided = condition.constant === true;
  }
  return (machine) => {
    machine.enter(nodes[0]!.at);
    branches.find(({ condition }) => condition.holds(machine))?.block(machine);
  };
}

function compileElse(node: CommandNode, scope: Scope): Condition {
  readArguments(node, {}, scope);
  noTests(node);
  return { holds: () => true };
}

function compileCommand(node: CommandNode, scope: Scope): Statement {
  if (node.name === 'require')
    throw new ScriptError(
      'requireLate',
      node.at,
      'require stands at the start of the script, before every other command',
    );
  if (node.name === 'elsif' || node.name === 'else')
    throw new ScriptError(
      'misplacedElse',
      node.at,
      `${node.name} follows no if. It stands right behind the block of an if or elsif`,
    );
  const definition = COMMANDS.get(node.name);
  if (definition === undefined)
    throw new ScriptError('unknownCommand', node.at, `There is no command named ${node.name}`);
  demandAny(definition.extension, node, scope);
  noTests(node);
  noBlock(node);
  const run = definition.compile(readArguments(node, definition.signature, scope), scope, node.at);
  return (machine) => {
    machine.enter(node.at);
    run(machine);
  };
}

function noBlock(node: CommandNode): void {
  if (node.block !== null) throw new ScriptError('extraBlock', node.at, `${node.name} takes no block. End it with ;`);
}
