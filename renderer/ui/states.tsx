/** What stands where content is missing: not here yet, nothing there, nothing found, not to be had. */
import { useState, type ReactNode } from 'react';
import { CircleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ControlFailure } from '../../engine/control/contract.ts';
import { useFailureText } from '../api/use-failure-text.ts';
import { Button } from './button.tsx';
import { IconBadge } from './icon-badge.tsx';
import { Postmark } from './postmark.tsx';

interface EmptyStateProps {
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}
/** Says what the place is for, with one action. */
export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-10 text-center">
      <Postmark className="mb-2" />
      <p className="font-semibold">{title}</p>
      {children !== undefined && <p className="max-w-[52ch] text-balance text-ink2">{children}</p>}
      {action !== undefined && <div className="mt-2">{action}</div>}
    </div>
  );
}
/** A search or filter found nothing: the way out is to clear it. */
export function NothingFound({ onClear }: { readonly onClear: () => void }) {
  const { t } = useTranslation();
  return (
    <EmptyState title={t('common.nothingFound')} action={<Button onClick={onClear}>{t('common.clearFilter')}</Button>}>
      {t('common.nothingFoundHint')}
    </EmptyState>
  );
}
/** What could not be had, why, and the way to try again; the engine's own words are one click away. */
export function ErrorState({
  what,
  error,
  onRetry,
}: {
  readonly what: string;
  readonly error: ControlFailure | Error;
  readonly onRetry: () => void;
}) {
  const { t } = useTranslation();
  const failureText = useFailureText();
  const [open, setOpen] = useState(false);
  return (
    <div role="alert" className="flex flex-col items-center gap-2 px-6 py-10 text-center">
      <IconBadge tone="bad" icon={CircleAlert} />
      <p className="font-semibold">{what}</p>
      <p className="max-w-[60ch] text-balance text-ink2">{failureText(error)}</p>
      <div className="mt-2 flex gap-2">
        <Button kind="primary" onClick={onRetry}>
          {t('common.tryAgain')}
        </Button>
        <Button aria-expanded={open} onClick={() => setOpen(!open)}>
          {t('common.technicalDetail')}
        </Button>
      </div>
      {open && (
        <pre className="mt-2 max-w-full rounded-button border border-line bg-sunken p-2.5 text-start font-mono text-code whitespace-pre-wrap">
          {error.message}
        </pre>
      )}
    </div>
  );
}
/** Grey lines in the shape of what is coming; shown only when it takes longer than 300 ms. */
export function Skeleton({ rows = 5 }: { readonly rows?: number }) {
  const { t } = useTranslation();
  return (
    <div className="late" role="status" aria-busy aria-label={t('common.loading')}>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="flex items-center gap-3 border-b border-line px-4 py-3 last:border-b-0">
          <span className="h-3 w-24 rounded-full bg-line" />
          <span className={row % 2 === 0 ? 'h-3 w-1/2 rounded-full bg-line' : 'h-3 w-2/5 rounded-full bg-line'} />
        </div>
      ))}
    </div>
  );
}
