/**
 * Power cuts, which SIGKILL cannot show: the system keeps what a killed program wrote. A life is recorded with strace; at
 * random points of it the disk forgets what was not synced, and the store must come back with every acknowledged letter.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { acceptChild } from './helpers/child.ts';
import { compare, FULL_FIGURES, inspect } from './helpers/inspect.ts';
import { ForgetfulDisk } from './helpers/power-cut.ts';
import { readStrace, TRACED, type DiskEvent } from './helpers/strace-log.ts';
import { syncBreaches } from './helpers/sync-order.ts';
import type { SqliteStoreOptions } from '../../engine/store/sqlite/open-store.ts';

const CUTS = FULL_FIGURES ? 200 : 30;
const LETTERS = FULL_FIGURES ? 400 : 160;

interface Life {
  readonly folder: string;
  readonly events: readonly DiskEvent[];
  end(): Promise<void>;
}
async function record(letters: number, options: SqliteStoreOptions): Promise<Life> {
  const place = await mkdtemp(join(tmpdir(), 'postane-cut-'));
  const folder = join(place, 'data');
  const log = join(place, 'strace');
  const strace = ['strace', '-f', '-y', '-xx', '-s', '40000000', '-e', `trace=${TRACED}`, '-o', log];
  const child = acceptChild(
    [folder, '0', '4', String(letters), JSON.stringify({ segmentBytes: 96 * 1024, ...options })],
    strace,
  );
  expect(await child.ended, child.errors()).toBe(0);
  expect(child.acknowledged).toHaveLength(letters);
  return {
    folder,
    events: readStrace(await readFile(log, 'latin1'), folder),
    end: () => rm(place, { recursive: true }),
  };
}

interface Losses {
  readonly lost: string[];
  readonly doubled: string[];
  readonly findings: string[];
}
/** Cuts the power at `cuts` points; odd ones forget everything not synced, even ones keep it by chance. */
async function cutPower({ folder, events }: Life, cuts: number): Promise<Losses> {
  const all: Losses = { lost: [], doubled: [], findings: [] };
  const first = events.find((event) => event.kind === 'ack')?.at ?? 0;
  const last = events.at(-1)?.done ?? 0;
  for (let cut = 0; cut < cuts; cut += 1) {
    const disk = new ForgetfulDisk(events, first + Math.floor(Math.random() * (last - first)) + 1);
    const target = await mkdtemp(join(tmpdir(), 'postane-replay-'));
    disk.materialise(folder, target, cut % 2 === 0 ? () => false : () => Math.random() < 0.5);
    try {
      const inspection = inspect(target);
      const { lost, doubled } = compare(disk.acknowledged, inspection);
      all.lost.push(...lost);
      all.doubled.push(...doubled);
      all.findings.push(...inspection.findings);
    } catch (error) {
      all.findings.push(String(error));
    }
    await rm(target, { recursive: true });
  }
  return all;
}

describe('power cut', () => {
  test(`${CUTS} cuts lose nothing that was acknowledged`, { timeout: 600_000 }, async () => {
    const life = await record(LETTERS, {});
    const acks = life.events.filter(({ kind }) => kind === 'ack').length;
    expect(acks).toBe(LETTERS);
    expect(syncBreaches(life.events)).toEqual([]);
    expect(await cutPower(life, CUTS)).toEqual({ lost: [], doubled: [], findings: [] });
    console.log(
      `${acks} acknowledgements each after the syncs of segment, log and folder; ${CUTS} power cuts, 0 lost, 0 doubled`,
    );
    await life.end();
  });

  const BREACHES = [
    ['synchronous=NORMAL', { faults: { synchronousNormal: true } }, /its row was not synced/],
    ['no sync of the segment', { faults: { skipSegmentSync: true } }, /its body was not synced/],
    ['no sync of the folder', { faults: { skipFolderSync: true } }, /the name of its segment was not synced/],
  ] as const;
  test.each(BREACHES)('a planted breach is caught: %s', { timeout: 300_000 }, async (name, options, sentence) => {
    const life = await record(40, options);
    expect(life.events.filter(({ kind }) => kind === 'ack')).toHaveLength(40);
    const breaches = syncBreaches(life.events);
    expect(breaches.join('\n')).toMatch(sentence);
    const { lost, findings } = await cutPower(life, 12);
    expect(lost.length + findings.length).toBeGreaterThan(0);
    console.log(
      `${name}: ${breaches.length} acknowledgements before their sync, ${lost.length} letters lost, ${findings.length} findings in 12 cuts`,
    );
    await life.end();
  });
});
