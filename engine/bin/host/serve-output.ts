/** What `postane serve` prints: JSON lines for programs, or sentences for people. */
import type { Engine } from '../../engine.ts';
import type { ListenerStatus, StartFailure } from '../../control/contract-types.ts';
import { sentenceOf } from '../../events/sentence.ts';
import type { LogEvent } from '../../model/log-event.ts';

export interface ServeOutput {
  event(event: LogEvent): void;
  ready(engine: Engine): void;
  failed(failure: StartFailure): void;
}
type Write = (text: string) => void;

/** Events before `ready` come right after it: programs wait for `ready` as the first line. */
export function jsonOutput(write: Write): ServeOutput {
  let held: LogEvent[] | null = [];
  const line = (value: unknown): void => write(`${JSON.stringify(value)}\n`);
  const say = (event: LogEvent): void => line({ event: event.code, ...event });
  return {
    event(event) {
      if (held === null) say(event);
      else held.push(event);
    },
    ready({ ready }) {
      line({
        event: 'ready',
        listeners: ready
          .listeners()
          .filter(({ state }) => state === 'listening')
          .map(({ protocol, host, port, tls }) => ({ protocol, host, port, tls })),
        control: ready.control,
        url: ready.url(),
        version: ready.version,
      });
      held?.forEach(say);
      held = null;
    },
    failed: (failure) => line({ event: 'failed', ...failure }),
  };
}

export function peopleOutput(write: Write): ServeOutput {
  return {
    event: (event) => write(`${clockTime(event.at)}  ${event.level.padEnd(5)}  ${sentenceOf(event)}\n`),
    ready({ ready }) {
      const url = ready.url();
      const link = ready.loginLink();
      const lines = [
        `Postane ${ready.version} is ready. Stop it with Ctrl+C.`,
        ...ready.listeners().map(listenerLine),
        ...(url === null ? [] : [`  screens      ${url}`]),
        ...(link === null ? [] : [`  sign in once, within ten minutes: ${link}`]),
      ];
      write(`${lines.join('\n')}\n`);
    },
    failed: () => undefined,
  };
}
const TLS_WORDS = { none: '', starttls: ' STARTTLS', implicit: ' TLS' } as const;
function listenerLine({ protocol, host, port, tls, error }: ListenerStatus): string {
  const place = `  ${protocol.padEnd(12)} ${host.includes(':') ? `[${host}]` : host}:${port}${TLS_WORDS[tls]}`;
  return error === null ? place : `${place}  NOT OPEN: ${error.message}`;
}
const clockTime = (at: number): string => new Date(at).toTimeString().slice(0, 8);
