/** The frame of a screen: where one is, its one title, its one primary action. */
import { useEffect, type ReactNode } from 'react';
import { Link } from 'wouter';
import { cx } from './class-names.ts';

interface PageProps {
  readonly title: string;
  readonly lead?: ReactNode;
  /** Screens above this one. */
  readonly trail?: readonly { readonly label: string; readonly path: string }[];
  /** Name of the last step of the trail; the title when absent. */
  readonly here?: string;
  readonly actions?: ReactNode;
  /** `list`: the full width, and the height of the window for a list with its own scrolling. */
  readonly layout?: 'text' | 'list';
  readonly children: ReactNode;
}
export function Page({ title, lead, trail, here, actions, layout = 'text', children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Postane`;
  }, [title]);
  return (
    <div
      className={cx(
        'px-[34px] pt-[26px]',
        layout === 'list' ? 'flex h-full min-h-[480px] flex-col pb-5' : 'max-w-[1180px] pb-10',
      )}
    >
      {trail !== undefined && (
        <p className="mb-1.5 text-small text-ink2">
          {trail.map(({ label, path }) => (
            <span key={path}>
              <Link href={path} className="hover:underline">
                {label}
              </Link>
              <span aria-hidden> › </span>
            </span>
          ))}
          {here ?? title}
        </p>
      )}
      <div className="mb-4 flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <h1 className="text-title font-[650] [overflow-wrap:anywhere]">{title}</h1>
          {lead !== undefined && <p className="num mt-1 max-w-[80ch] text-ink2">{lead}</p>}
        </div>
        {actions !== undefined && <div className="flex flex-none flex-wrap justify-end gap-2">{actions}</div>}
      </div>
      {children}
    </div>
  );
}
