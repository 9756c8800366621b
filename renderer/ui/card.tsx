/** A sheet of paper on the counter, and the rows on it. */
import { useId, type ReactNode } from 'react';
import { cx } from './class-names.ts';

interface CardProps {
  readonly title?: ReactNode;
  /** At the right of the title. */
  readonly actions?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}
export function Card({ title, actions, className, children }: CardProps) {
  const titleId = useId();
  return (
    <section
      data-card
      aria-labelledby={title === undefined ? undefined : titleId}
      className={cx('min-w-0 rounded-card border border-line bg-surface shadow-card', className)}
    >
      {title !== undefined && (
        <div className="flex min-h-[46px] items-center gap-3 border-b border-line px-4 py-2">
          <h2 id={titleId} className="flex-1 text-[13.5px] font-semibold">
            {title}
          </h2>
          {actions}
        </div>
      )}
      {children}
    </section>
  );
}
export function Row({ className, children }: { readonly className?: string; readonly children: ReactNode }) {
  return (
    <div className={cx('flex items-center gap-3 border-b border-line px-4 py-3 last:border-b-0', className)}>
      {children}
    </div>
  );
}
/** Pairs of a name and a value, as a definition list. */
export function Facts({ items }: { readonly items: readonly (readonly [label: string, value: ReactNode])[] }) {
  return (
    <dl>
      {items.map(([label, value]) => (
        <div
          key={label}
          className="flex items-baseline gap-4 border-b border-line px-4 py-2 text-small last:border-b-0"
        >
          <dt className="flex-none text-ink2">{label}</dt>
          <dd className="num min-w-0 flex-1 text-end [overflow-wrap:anywhere]">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
