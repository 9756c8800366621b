/** The carrier without a wire: tests and the engine's own process call the dispatcher themselves. */
import type { Caller } from '../caller.ts';
import type { ControlTransport } from '../contract.ts';
import type { Dispatch } from '../dispatcher.ts';
import type { Subscribe } from '../topics.ts';

export function directTransport(dispatch: Dispatch, subscribe: Subscribe, caller: Caller): ControlTransport {
  return {
    call: (method, request) => dispatch(caller, method, request),
    subscribe: (topic, params, onEvent) => subscribe(caller, topic, params, onEvent),
  };
}
