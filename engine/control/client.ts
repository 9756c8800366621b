/** The typed client over any carrier. */
import type {
  ControlTransport,
  MethodName,
  Request,
  Response,
  TopicEvent,
  TopicName,
  TopicParams,
} from './contract.ts';

export interface ControlClient {
  call<M extends MethodName>(
    method: M,
    ...request: undefined extends Request<M> ? [Request<M>?] : [Request<M>]
  ): Promise<Response<M>>;
  subscribe<N extends TopicName>(topic: N, params: TopicParams<N>, onEvent: (event: TopicEvent<N>) => void): () => void;
}
export function controlClient(transport: ControlTransport): ControlClient {
  return {
    call: (method, ...request) => transport.call(method, request[0]) as never,
    subscribe: (topic, params, onEvent) => transport.subscribe(topic, params, onEvent as (event: unknown) => void),
  };
}
