/** Topics: one's own subscription, and the table that says which answers a topic makes stale. */
import { useEffect, useEffectEvent } from 'react';
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import type { MethodName, TopicEvent, TopicName, TopicParams } from '../../engine/control/contract.ts';
import { useControl } from './control-context.tsx';

/** Listens to a topic while the component is there. `params` must be stable. */
export function useTopic<N extends TopicName>(
  topic: N,
  params: TopicParams<N>,
  onEvent: (event: TopicEvent<N>) => void,
): void {
  const { client } = useControl();
  const handle = useEffectEvent(onEvent);
  useEffect(() => client.subscribe(topic, params, (event) => handle(event)), [client, topic, params]);
}

const GENERAL: readonly MethodName[] = ['overview.get', 'health.get', 'status.get'];
const STALE_BY: Readonly<Record<Exclude<TopicName, 'log'>, readonly MethodName[]>> = {
  queue: ['queue.list', 'queue.get', 'queue.summary', 'queue.groups', 'letters.get', ...GENERAL],
  sessions: ['sessions.list'],
  letters: ['letters.search', 'letters.get', 'overview.get'],
  directory: [
    'domains.list',
    'accounts.list',
    'aliases.list',
    'appPasswords.list',
    'addresses.resolve',
    'dns.expected',
    ...GENERAL,
  ],
  settings: ['settings.list', 'session.get', 'certificate.get', 'queue.summary', 'dns.expected', ...GENERAL],
  health: ['certificate.get', ...GENERAL],
};
/** Busy servers change many times a second; people read slower. */
const QUIET_MS = 1000;

function invalidateSoon(
  queries: QueryClient,
  topic: Exclude<TopicName, 'log'>,
): { hear: () => void; stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let again = false;
  const refresh = (): void => {
    again = false;
    const methods = new Set<unknown>(STALE_BY[topic]);
    void queries.invalidateQueries({ predicate: (query) => methods.has(query.queryKey[0]) });
    timer = setTimeout(() => {
      timer = undefined;
      if (again) refresh();
    }, QUIET_MS);
  };
  return {
    hear: () => {
      if (timer === undefined) refresh();
      else again = true;
    },
    stop: () => clearTimeout(timer),
  };
}

/** Keeps every shown answer fresh; used once, in the shell. */
export function useLiveAnswers(): void {
  const { client } = useControl();
  const queries = useQueryClient();
  useEffect(() => {
    const ends = (Object.keys(STALE_BY) as (keyof typeof STALE_BY)[]).map((topic) => {
      const refresh = invalidateSoon(queries, topic);
      const unsubscribe = client.subscribe(topic, undefined, refresh.hear);
      return () => {
        unsubscribe();
        refresh.stop();
      };
    });
    return () => ends.forEach((end) => end());
  }, [client, queries]);
}
