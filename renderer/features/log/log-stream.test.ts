import { expect, it } from 'vitest';
import type { LogEvent } from '../../../engine/control/contract.ts';
import { LogStream } from './log-stream.ts';

const event = (seq: number, at: number): LogEvent => ({
  seq,
  at,
  level: 'info',
  code: 'a.b',
  session: null,
  letter: null,
  fields: {},
});
const lines = (stream: LogStream): (string | undefined)[] =>
  Array.from({ length: stream.ring.size }, (_, index) => stream.ring.at(stream.ring.first + index)?.sentence);
const sentence = ({ seq, at }: LogEvent): string => `${seq}@${at}`;

it('takes a tail that comes again only once, and a new run of the engine in full', () => {
  const stream = new LogStream();
  let told = 0;
  const end = stream.onChange(() => (told += 1));
  stream.take([event(1, 10), event(2, 11)], 0, sentence);
  stream.take([event(1, 10), event(2, 11), event(3, 11)], 4, sentence);
  stream.take([event(1, 50)], 0, sentence);
  expect(lines(stream)).toEqual(['1@10', '2@11', '3@11', '1@50']);
  expect([told, stream.skipped]).toEqual([3, 4]);
  end();
  stream.clear();
  expect([told, stream.ring.size, stream.skipped]).toEqual([3, 0, 0]);
});
it('keeps a line whose clock was set back', () => {
  const stream = new LogStream();
  stream.take([event(1, 100), event(2, 40)], 0, sentence);
  expect(lines(stream)).toEqual(['1@100', '2@40']);
});
