/** Whether the first minutes are still to come: a server that somebody has set up by the command line has nothing left to ask. */
import { useEffect } from 'react';
import type { SessionInfo } from '../../../engine/control/contract.ts';
import { useControlMutation, useControlQuery } from '../../api/use-query.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { useFirstRunProgress } from './first-run-progress.ts';

export function useFirstRunState({ firstRunDone, role, language }: SessionInfo): 'asking' | 'open' | 'done' {
  const shown = useLanguage();
  const begun = useFirstRunProgress((state) => state.step !== 'language');
  // Every person has a domain, so one person is proof of both.
  const people = useControlQuery('accounts.list', { limit: 1 }, { when: !firstRunDone && !begun });
  const { mutate: finish } = useControlMutation('firstRun.finish');
  const elsewhere = !firstRunDone && !begun && (people.data?.items.length ?? 0) > 0;
  useEffect(() => {
    // Kept, so that removing the last person later does not bring the questions back.
    if (elsewhere && role === 'owner') finish({ language: language ?? shown });
  }, [elsewhere, role, language, shown, finish]);
  if (firstRunDone || elsewhere) return 'done';
  return begun || people.data !== undefined || people.error !== null ? 'open' : 'asking';
}
