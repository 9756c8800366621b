/** Pauses or resumes sending, and says what that means. */
import { useTranslation } from 'react-i18next';
import { useAction } from '../api/use-action.ts';
import { useToasts } from '../ui/toast.tsx';

export function usePauseSending(): (paused: boolean) => Promise<void> {
  const { t } = useTranslation();
  const { say } = useToasts();
  const pause = useAction('queue.pause', t('server.couldNotPause'));
  const resume = useAction('queue.resume', t('server.couldNotPause'));
  return async (paused) => {
    const answer = await (paused ? pause : resume).run(undefined);
    // Refused calls answer undefined; the engine's "nothing to tell" is null.
    if (answer === undefined) return;
    say(t(paused ? 'server.pausedToast' : 'server.resumedToast'));
  };
}
