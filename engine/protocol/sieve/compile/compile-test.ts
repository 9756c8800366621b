/** Tests: the compound ones of RFC 5228 5.2-5.9 here, all others from the vocabulary. */
import { ScriptError } from '../grammar/script-problem.ts';
import type { TestNode } from '../grammar/syntax-tree.ts';
import { readArguments } from './arguments.ts';
import type { Condition } from './definition.ts';
import type { Scope } from './scope.ts';
import { TESTS } from './test-vocabulary.ts';

const ALWAYS: Condition = { holds: () => true, constant: true };
const NEVER: Condition = { holds: () => false, constant: false };

export function compileTest(node: TestNode, scope: Scope): Condition {
  switch (node.name) {
    case 'not':
      return negate(compileTest(onlyTest(node, scope), scope));
    case 'allof':
      return compileList(node, scope, false);
    case 'anyof':
      return compileList(node, scope, true);
    case 'true':
    case 'false':
      readArguments(node, {}, scope);
      noTests(node);
      return node.name === 'true' ? ALWAYS : NEVER;
    default:
      return compileSimple(node, scope);
  }
}

function compileSimple(node: TestNode, scope: Scope): Condition {
  const definition = TESTS.get(node.name);
  if (definition === undefined) throw new ScriptError('unknownTest', node.at, `There is no test named ${node.name}`);
  demandAny(definition.extension, node, scope);
  noTests(node);
  const { holds, constant } = definition.compile(readArguments(node, definition.signature, scope), scope, node.at);
  const counted: Condition['holds'] = (machine) => {
    machine.budget.spend(1);
    return holds(machine);
  };
  return constant === undefined ? { holds: counted } : { holds: counted, constant };
}

/** Some words belong to several extensions, of which one is enough. */
export function demandAny(
  extension: Parameters<Scope['demand']>[0] | readonly NonNullable<Parameters<Scope['demand']>[0]>[],
  node: TestNode,
  scope: Scope,
): void {
  if (typeof extension === 'string' || extension === null) return scope.demand(extension, node.name, node.at);
  const choice = extension as readonly NonNullable<Parameters<Scope['demand']>[0]>[];
  if (!choice.some((each) => scope.has(each))) scope.demand(choice[0] ?? null, node.name, node.at);
}

function negate(inner: Condition): Condition {
  const holds: Condition['holds'] = (machine) => !inner.holds(machine);
  return inner.constant === undefined ? { holds } : { holds, constant: !inner.constant };
}

/** Ends at the first test that decides (RFC 5228 5.2, 5.3); what follows one that always decides is not compiled. */
function compileList(node: TestNode, scope: Scope, deciding: boolean): Condition {
  readArguments(node, {}, scope);
  if (!node.hasTestList)
    throw new ScriptError('wantsTest', node.at, `${node.name} wants a list of tests between parentheses`);
  const parts: Condition[] = [];
  for (const test of node.tests) {
    const part = compileTest(test, scope);
    parts.push(part);
    if (part.constant === deciding) break;
  }
  const holds: Condition['holds'] = (machine) => parts.some((part) => part.holds(machine) === deciding) === deciding;
  if (parts.at(-1)?.constant === deciding) return { holds, constant: deciding };
  return parts.every((part) => part.constant === !deciding) ? { holds, constant: !deciding } : { holds };
}

export function onlyTest(node: TestNode, scope: Scope): TestNode {
  readArguments({ name: node.name, args: node.args, at: node.at }, {}, scope);
  const [test, second] = node.tests;
  if (test === undefined) throw new ScriptError('wantsTest', node.at, `${node.name} wants a test behind it`);
  if (second !== undefined || node.hasTestList)
    throw new ScriptError(
      'extraTest',
      (second ?? test).at,
      `${node.name} wants one test. Join several with anyof or allof`,
    );
  return test;
}

export function noTests(node: TestNode): void {
  const test = node.tests[0];
  if (test !== undefined) throw new ScriptError('extraTest', test.at, `${node.name} takes no test. Found ${test.name}`);
}
