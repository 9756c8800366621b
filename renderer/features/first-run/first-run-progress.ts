/** How far the first minutes have come; a page that is loaded anew goes on there. Holds no password. */
import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';

export type Step = 'language' | 'kind' | 'domain' | 'person' | 'ready' | 'finish';
interface FirstRunProgress {
  readonly step: Step;
  readonly domain: string | null;
  /** A changed server name waits for the next start. */
  readonly needsRestart: boolean;
  readonly go: (to: Partial<Pick<FirstRunProgress, 'step' | 'domain' | 'needsRestart'>>) => void;
}
const START = { step: 'language', domain: null, needsRestart: false } as const;

export const useFirstRunProgress = create<FirstRunProgress>()(
  persist((set) => ({ ...START, go: (to) => set(to) }), {
    name: 'postane.firstRun',
    version: 1,
    storage: createJSONStorage(() => sessionStorage),
    // The password that the ready page shows is gone after a reload.
    partialize: ({ step, domain, needsRestart }) => ({
      step: step === 'ready' ? 'finish' : step,
      domain,
      needsRestart,
    }),
  }),
);
export const forgetProgress = (): void => useFirstRunProgress.getState().go(START);
