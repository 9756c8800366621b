/** postane events --follow. */
import type { LogLevel } from '../../control/contract.ts';
import { sentenceOf } from '../../events/sentence.ts';
import { LOG_LEVELS, type LogEvent } from '../../model/log-event.ts';
import { UsageError } from './cli-error.ts';
import { command } from './command.ts';
import { time } from './table.ts';

const levelOf = (text: string | null): LogLevel | undefined => {
  if (text === null) return undefined;
  const level = LOG_LEVELS.find((one) => one === text);
  if (level === undefined) throw new UsageError(`${text} is no level; there is: ${LOG_LEVELS.join(', ')}`);
  return level;
};
export const eventCommands = [
  command(
    'events [--follow] [--level LEVEL]',
    'what happened, newest last',
    async ({ control, args, json, print, ended }) => {
      const follow = args.flag('--follow');
      const minLevel = levelOf(args.option('--level'));
      args.end();
      const say = (event: LogEvent) =>
        print(
          json ? `${JSON.stringify(event)}\n` : `${time(event.at)}  ${event.level.padEnd(5)}  ${sentenceOf(event)}\n`,
        );
      if (!follow) {
        const { items } = await control.call('log.query', { limit: 100, minLevel });
        for (const event of [...items].reverse()) say(event);
        return;
      }
      const stop = control.subscribe('log', { minLevel, tail: 20 }, ({ events }) => events.forEach(say));
      await ended;
      stop();
    },
  ),
];
