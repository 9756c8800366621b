/** The frame of a step: the stamp, where one is, the question, the way out. */
import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { StampLogo } from '../../ui/postmark.tsx';

interface StepFrameProps {
  readonly progress: string;
  readonly step: number;
  readonly all: number;
  readonly footer: ReactNode;
  readonly children: ReactNode;
}
export function StepFrame({ progress, step, all, footer, children }: StepFrameProps) {
  const { t } = useTranslation();
  return (
    <div className="grid min-h-full grid-rows-[auto_1fr] bg-sunken">
      <header className="flex items-center gap-3 px-8 py-5">
        <StampLogo />
        <span className="text-[15px] font-[650]">Postane</span>
        <div className="ms-auto flex items-center gap-3">
          <span className="num text-small text-ink2">{progress}</span>
          <span
            role="progressbar"
            aria-label={t('firstRun.steps')}
            aria-valuemin={1}
            aria-valuemax={all}
            aria-valuenow={step}
            className="flex gap-1"
          >
            {Array.from({ length: all }, (_, index) => (
              <span key={index} className={`h-1 w-6 rounded-full ${index < step ? 'bg-accent' : 'bg-line2'}`} />
            ))}
          </span>
        </div>
      </header>
      <main className="grid content-start justify-items-center px-6 pb-10">
        <div className="mt-[4vh] w-full max-w-[640px]">
          <div data-card className="rounded-card border border-line bg-surface p-7 shadow-card">
            {children}
          </div>
          <div className="mt-4 flex justify-center">{footer}</div>
        </div>
      </main>
    </div>
  );
}
/** The question of a step; takes the focus, so that it is read when the step changes. */
export function StepTitle({ title, lead }: { readonly title: string; readonly lead: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Postane`;
    heading.current?.focus({ preventScroll: true });
  }, [title]);
  return (
    <div className="mb-5">
      <h1 ref={heading} tabIndex={-1} className="text-title font-[650] outline-none">
        {title}
      </h1>
      <p className="mt-1 text-ink2">{lead}</p>
    </div>
  );
}
export function StepActions({ children }: { readonly children: ReactNode }) {
  return <div className="mt-6 flex flex-wrap justify-end gap-2">{children}</div>;
}
