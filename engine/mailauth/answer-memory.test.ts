/** Answers kept as long as the resolver allows, at most for seconds; failures never. */
import { expect, test } from 'vitest';
import { createAnswerMemory } from './answer-memory.ts';

test('an answer is kept for ten seconds at most, whatever the case of its name', () => {
  let now = 0;
  const memory = createAnswerMemory(() => now);
  memory.keep('TXT', 'Example.test', { kind: 'found', records: ['v=spf1 -all'], ttl: null, keepSeconds: 300 });
  expect(memory.recall('TXT', 'example.TEST')).toMatchObject({ kind: 'found' });
  expect(memory.recall('A', 'example.test')).toBeNull();
  now = 9_999;
  expect(memory.recall('TXT', 'example.test')).not.toBeNull();
  now = 10_000;
  expect(memory.recall('TXT', 'example.test')).toBeNull();
});

test('a no is kept as long as allowed; what may not be kept and failures are asked again', () => {
  let now = 0;
  const memory = createAnswerMemory(() => now);
  memory.keep('A', 'gone.test', { kind: 'nxdomain', keepSeconds: 2 });
  memory.keep('A', 'new.test', { kind: 'none' });
  memory.keep('A', 'slow.test', { kind: 'failed', reason: 'timeout' });
  expect(memory.recall('A', 'gone.test')).toMatchObject({ kind: 'nxdomain' });
  expect(memory.recall('A', 'new.test')).toBeNull();
  expect(memory.recall('A', 'slow.test')).toBeNull();
  now = 2_000;
  expect(memory.recall('A', 'gone.test')).toBeNull();
});
