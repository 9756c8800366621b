/** Short answers at the edge of the window; announced, and gone by themselves unless they need an act. */
import { Toast } from '@base-ui/react/toast';
import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { buttonClass } from './button.tsx';
import { TONE_TEXT } from './tone.ts';

const STAY_MS = 8000;

export interface ToastAction {
  readonly label: string;
  readonly run: () => void;
}
export interface Toasts {
  readonly say: (title: string, action?: ToastAction) => void;
  readonly complain: (title: string, description?: string) => void;
}
export function useToasts(): Toasts {
  const { add } = Toast.useToastManager();
  return {
    say: (title, action) =>
      void add({
        title,
        type: 'ok',
        timeout: STAY_MS,
        ...(action === undefined ? {} : { actionProps: { children: action.label, onClick: action.run } }),
      }),
    complain: (title, description) =>
      void add({ title, description, type: 'bad', timeout: 2 * STAY_MS, priority: 'high' }),
  };
}

export function ToastArea() {
  const { t } = useTranslation();
  const { toasts } = Toast.useToastManager();
  return (
    <Toast.Portal>
      <Toast.Viewport
        aria-label={t('common.notices')}
        className="fixed end-4 bottom-4 z-50 flex w-[360px] max-w-[calc(100vw-2rem)] flex-col gap-2"
      >
        {toasts.map((toast) => (
          <Toast.Root
            key={toast.id}
            toast={toast}
            className="pop rounded-card border border-line2 bg-surface p-3 shadow-high"
          >
            <Toast.Content className="flex items-start gap-2.5">
              {toast.type === 'bad' ? (
                <CircleAlert size={17} strokeWidth={1.75} aria-hidden className={TONE_TEXT.bad} />
              ) : (
                <CircleCheck size={17} strokeWidth={1.75} aria-hidden className={TONE_TEXT.ok} />
              )}
              <div className="min-w-0 flex-1">
                <Toast.Title className="text-small font-[550] [overflow-wrap:anywhere]" render={<p />} />
                <Toast.Description className="text-small text-ink2 [overflow-wrap:anywhere]" />
              </div>
              <Toast.Action className={buttonClass('quiet')} />
              <Toast.Close
                aria-label={t('common.close')}
                className="grid size-6 place-items-center rounded-[6px] text-ink2 hover:bg-sunken"
              >
                <X size={14} strokeWidth={1.75} aria-hidden />
              </Toast.Close>
            </Toast.Content>
          </Toast.Root>
        ))}
      </Toast.Viewport>
    </Toast.Portal>
  );
}
export const ToastProvider = Toast.Provider;
