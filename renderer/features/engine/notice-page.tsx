/** A whole window with one sentence: while there is nothing else to show. */
import { useEffect, type ReactNode } from 'react';
import { Postmark } from '../../ui/postmark.tsx';

interface NoticePageProps {
  readonly title: string;
  readonly lead: string;
  /** Waits a moment before it shows, so that a quick start does not flicker. */
  readonly late?: boolean;
  readonly actions?: ReactNode;
  readonly children?: ReactNode;
}
export function NoticePage({ title, lead, late = false, actions, children }: NoticePageProps) {
  useEffect(() => {
    document.title = `${title} · Postane`;
  }, [title]);
  return (
    <main className={`grid min-h-full place-items-center p-8 ${late ? 'late' : ''}`}>
      <div className="flex w-full max-w-[620px] flex-col items-center text-center">
        <Postmark className="mb-5" />
        <div role="status">
          <h1 className="text-title font-[650]">{title}</h1>
          <p className="num mt-1.5 text-ink2">{lead}</p>
        </div>
        {children !== undefined && <div className="mt-5 w-full text-start">{children}</div>}
        {actions !== undefined && <div className="mt-6 flex flex-wrap justify-center gap-2">{actions}</div>}
      </div>
    </main>
  );
}
