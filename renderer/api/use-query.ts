/** Asking the engine from a screen. Answers are kept by method and request, and stay until a topic makes them stale. */
import { keepPreviousData, QueryClient, useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import type { ControlFailure, MethodName, Page, Request, Response } from '../../engine/control/contract.ts';
import { useConnection } from '../state/connection.ts';
import { useControl } from './control-context.tsx';

export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: { networkMode: 'always', staleTime: Infinity, retry: false, refetchOnWindowFocus: false },
      mutations: { networkMode: 'always', retry: false },
    },
  });

type RequestArgument<M extends MethodName> = undefined extends Request<M> ? Request<M> | undefined : Request<M>;
export interface QueryOptions {
  /** Asked only while true. */
  readonly when?: boolean;
  readonly refetchEveryMs?: number;
  /** Keeps showing the answer to the last request while the next one is on its way. */
  readonly keepPrevious?: boolean;
}

export function useControlQuery<M extends MethodName>(
  method: M,
  request: RequestArgument<M>,
  options: QueryOptions = {},
) {
  const { client } = useControl();
  const isOpen = useConnection((state) => state.link === 'open');
  return useQuery<Response<M>, ControlFailure>({
    queryKey: [method, request ?? null],
    // A method that answers nothing answers null, because a query must have an answer.
    queryFn: async () => ((await client.call(method, ...([request] as never))) ?? null) as Response<M>,
    enabled: isOpen && (options.when ?? true),
    ...(options.refetchEveryMs === undefined ? {} : { refetchInterval: options.refetchEveryMs }),
    ...(options.keepPrevious === true ? { placeholderData: keepPreviousData } : {}),
  });
}

type PagedMethod = { [M in MethodName]: Response<M> extends Page<unknown> ? M : never }[MethodName];
export type ItemOf<M extends PagedMethod> = Response<M> extends Page<infer Item> ? Item : never;

/** A list that is fetched page by page as one scrolls. */
export function useControlPages<M extends PagedMethod>(
  method: M,
  request: Omit<Request<M> & object, 'after' | 'limit'>,
  pageSize = 100,
) {
  const { client } = useControl();
  const isOpen = useConnection((state) => state.link === 'open');
  return useInfiniteQuery({
    queryKey: [method, request],
    queryFn: async ({ pageParam }) =>
      (await client.call(
        method,
        ...([{ ...request, limit: pageSize, ...(pageParam === null ? {} : { after: pageParam }) }] as never),
      )) as unknown as Page<ItemOf<M>>,
    initialPageParam: null as string | null,
    getNextPageParam: (last: Page<ItemOf<M>>) => last.next,
    enabled: isOpen,
    placeholderData: keepPreviousData,
  });
}

/** Changing something. The promise of `mutateAsync` rejects with a ControlFailure. */
export function useControlMutation<M extends MethodName>(method: M) {
  const { client } = useControl();
  return useMutation<Response<M>, ControlFailure, RequestArgument<M>>({
    mutationFn: (request) => client.call(method, ...([request] as never)),
  });
}
