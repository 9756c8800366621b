/** A button's effect on the engine: runs it, says so when it is done, explains when it is not. */
import { useCallback } from 'react';
import { ControlFailure, type MethodName, type Request, type Response } from '../../engine/control/contract.ts';
import { useToasts } from '../ui/toast.tsx';
import { useControlMutation } from './use-query.ts';
import { useFailureText } from './use-failure-text.ts';

type Given<M extends MethodName> = undefined extends Request<M> ? Request<M> | undefined : Request<M>;

export interface Action<M extends MethodName> {
  /** Resolves with the answer, or with undefined when it was refused and the person has been told. */
  readonly run: (request: Given<M>) => Promise<Response<M> | undefined>;
  readonly busy: boolean;
}
/** @param couldNot what is said above the reason when it is refused */
export function useAction<M extends MethodName>(method: M, couldNot: string): Action<M> {
  const { mutateAsync, isPending } = useControlMutation(method);
  const { complain } = useToasts();
  const failureText = useFailureText();
  const run = useCallback(
    async (request: Given<M>) => {
      try {
        return await mutateAsync(request);
      } catch (error) {
        if (!(error instanceof ControlFailure)) throw error;
        complain(couldNot, failureText(error));
        return undefined;
      }
    },
    [mutateAsync, complain, couldNot, failureText],
  );
  return { run, busy: isPending };
}
