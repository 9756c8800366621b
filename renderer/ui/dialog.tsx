/** A dialog: asks one thing, closes by Esc. */
import type { ReactNode } from 'react';
import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { cx } from './class-names.ts';

interface DialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: ReactNode;
  readonly description?: ReactNode;
  readonly wide?: boolean;
  readonly children: ReactNode;
}
export function Dialog({ open, onClose, title, description, wide = false, children }: DialogProps) {
  const { t } = useTranslation();
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-veil transition-opacity duration-120 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Viewport className="fixed inset-0 z-40 grid place-items-center overflow-auto p-6">
          <Base.Popup
            className={cx(
              'pop relative w-full rounded-card border border-line2 bg-surface p-5 shadow-high',
              wide ? 'max-w-[640px]' : 'max-w-[460px]',
            )}
          >
            <Base.Title className="pe-8 text-[16px] leading-6 font-semibold">{title}</Base.Title>
            {description !== undefined && <Base.Description className="mt-1 text-ink2">{description}</Base.Description>}
            <div className="mt-4">{children}</div>
            <Base.Close
              aria-label={t('common.close')}
              className="absolute end-3 top-3 grid size-8 place-items-center rounded-[7px] text-ink2 hover:bg-sunken"
            >
              <X size={16} strokeWidth={1.75} aria-hidden />
            </Base.Close>
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
export function DialogActions({ children }: { readonly children: ReactNode }) {
  return <div className="mt-5 flex flex-wrap justify-end gap-2">{children}</div>;
}
