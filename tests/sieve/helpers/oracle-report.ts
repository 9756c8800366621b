/** What sieve-test prints, read into the form in which both sides are compared. */
import { sortedFlags, type Verdict } from './verdict.ts';

/** null: the script was compiled. */
export function compileErrors(output: string): Verdict | null {
  if (!/failed to compile sieve script|validation failed|parse failed/.test(output)) return null;
  return {
    kind: 'refused',
    why: output
      .split('\n')
      .filter((line) => line.includes('error:'))
      .join('\n'),
  };
}

const ACTION = /^ \* (.*)$/;

export function readReport(output: string): Verdict {
  const failed = output.split('\n').find((line) => /^(?:\S+: line \d+: )?error: |final result: failed/.test(line));
  if (failed !== undefined) return { kind: 'failed', why: failed };
  if (!output.includes('Performed actions:')) throw new Error(`sieve-test said nothing that can be read: ${output}`);
  const [, performed = '', implicit = ''] =
    /Performed actions:\n([\s\S]*?)\nImplicit keep:\n([\s\S]*)/.exec(output) ?? [];
  return {
    kind: 'done',
    actions: [...readActions(performed, ''), ...readActions(implicit.split('sieve-test:')[0] ?? '', 'implicit ')],
  };
}

function readActions(text: string, prefix: string): string[] {
  const blocks: string[][] = [];
  let isMessage = false;
  for (const line of text.split('\n')) {
    if (line === 'START MESSAGE') isMessage = true;
    if (line === 'END MESSAGE') isMessage = false;
    if (ACTION.test(line) && !isMessage) blocks.push([line]);
    else blocks.at(-1)?.push(line);
  }
  return blocks.map((lines) => prefix + readAction(lines)).filter((action) => !action.endsWith('track duplicate'));
}

function readAction([head = '', ...rest]: readonly string[]): string {
  const what = ACTION.exec(head)?.[1] ?? '';
  const folder = /^store message in folder: (.*)$/.exec(what)?.[1];
  if (folder !== undefined) {
    const flags = rest.map((line) => /\+ add IMAP flags: (.*)$/.exec(line)?.[1]).find((found) => found !== undefined);
    return `store ${folder} [${sortedFlags(flags ?? '')}]`;
  }
  const address = /^redirect message to: <(.*)>$/.exec(what)?.[1];
  if (address !== undefined) return `redirect ${address}`;
  if (what === 'discard') return 'discard';
  const reason = /^reject message with reason: (.*)$/.exec(what)?.[1];
  if (reason !== undefined) return `reject ${reason}`;
  if (what === 'send vacation message:') return readVacation(rest);
  if (/^track (?:last )?duplicate/.test(what)) return 'track duplicate';
  throw new Error(`sieve-test does something unknown: ${what}`);
}

function readVacation(lines: readonly string[]): string {
  const item = (name: string): string =>
    lines.map((line) => new RegExp(`^ +=> ${name} *: ?(.*)$`).exec(line)?.[1]).find((found) => found !== undefined) ??
    '';
  const start = lines.indexOf('START MESSAGE');
  const text = lines
    .slice(start + 1, lines.indexOf('END MESSAGE'))
    .join('\n')
    .replace(/\r/g, '')
    .trimEnd();
  return `vacation ${item('seconds')} s, subject "${item('subject')}", from "${item('from')}": ${text}`;
}
