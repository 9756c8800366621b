/** `date` and `currentdate`. RFC 5260 4, 5 */
import { ScriptError } from '../grammar/script-problem.ts';
import { parseSentDate } from '../../mime/sent-date.ts';
import { stripComments } from '../../mime/header-parameters.ts';
import type { UnixMs } from '../../../model/ids.ts';
import type { Arguments, TagRule } from '../compile/arguments.ts';
import type { TestDefinition } from '../compile/definition.ts';
import type { Template } from '../compile/template.ts';
import { MATCH_TAGS, readMatcher } from '../match/match-arguments.ts';
import { matchAny } from '../match/matcher.ts';
import type { Machine } from '../run/machine.ts';
import { DATE_PARTS, datePart, parseZone } from './date-parts.ts';
import { expandNames } from './header-names.ts';
import { chooseFields, INDEX_TAGS, readFieldChoice } from './index-arguments.ts';

const ZONE_TAG: Readonly<Record<string, TagRule>> = { zone: { takes: 'text', group: 'zone' } };

export const dateTest: TestDefinition = {
  extension: 'date',
  signature: {
    tags: { ...MATCH_TAGS, ...INDEX_TAGS, ...ZONE_TAG, originalzone: { takes: null, group: 'zone' } },
    positional: ['text', 'text', 'texts'],
  },
  compile(args, scope) {
    const matcher = readMatcher(args, scope);
    const choice = readFieldChoice(args);
    const zone = readZone(args);
    const names = [args.text(0)];
    const part = checkPart(args.text(1));
    const keys = args.texts(2);
    return {
      holds: (machine) => {
        const fields = expandNames(names, machine).flatMap((name) => machine.letter.rawFields(name));
        const dates = chooseFields(fields, choice)
          .map(readDate)
          .filter((date) => date !== null);
        const values = dates.flatMap(({ at, zone: written }) =>
          partValue(part, at, args.has('originalzone') ? written : zone(machine, at), machine),
        );
        return matchAny(matcher, machine, values, keys);
      },
    };
  },
};

export const currentdateTest: TestDefinition = {
  extension: 'date',
  signature: { tags: { ...MATCH_TAGS, ...ZONE_TAG }, positional: ['text', 'texts'] },
  compile(args, scope) {
    const matcher = readMatcher(args, scope);
    const zone = readZone(args);
    const part = checkPart(args.text(0));
    const keys = args.texts(1);
    return {
      holds: (machine) => {
        const { now } = machine.context;
        return matchAny(matcher, machine, partValue(part, now, zone(machine, now), machine), keys);
      },
    };
  },
};

function readZone(args: Arguments): (machine: Machine, at: UnixMs) => number {
  const zone = args.tagText('zone');
  if (zone === null) return ({ context }, at) => context.zoneMinutes(at);
  if (zone.constant !== null && parseZone(zone.constant) === null)
    throw new ScriptError('badDate', zone.at, `"${zone.constant}" is no time zone. Write it as +0300`);
  return (machine, at) => parseZone(zone.expand(machine)) ?? machine.context.zoneMinutes(at);
}

function checkPart(part: Template): Template {
  if (part.constant !== null && findPart(part.constant) === undefined)
    throw new ScriptError(
      'badDate',
      part.at,
      `"${part.constant}" is no part of a date. Known are ${DATE_PARTS.join(', ')}`,
    );
  return part;
}

function findPart(text: string) {
  return DATE_PARTS.find((known) => known === text.toLowerCase());
}

function partValue(template: Template, at: UnixMs, zone: number, machine: Machine): string[] {
  const part = findPart(template.expand(machine));
  return part === undefined ? [] : [datePart(at, zone, part)];
}

/** The date of a field, or behind its last semicolon as in Received. RFC 5260 4 */
function readDate(field: string): { readonly at: UnixMs; readonly zone: number } | null {
  const text = stripComments(field.slice(0, 2_000));
  const date = text.slice(text.lastIndexOf(';') + 1);
  const sent = parseSentDate(date);
  if (sent === null) return null;
  // As UTC the written day and time are as far from the true time as the zone says.
  const asUtc = parseSentDate(date.replace(/[+-]\d{4}\s*$|[A-Za-z]{1,5}\s*$/, '+0000'));
  return { at: sent.at, zone: asUtc === null ? 0 : Math.round((asUtc.at - sent.at) / 60_000) };
}
