/** A state as a word on its colour; the word carries the meaning. */
import type { ReactNode } from 'react';
import { cx } from './class-names.ts';
import { TONE_GROUND, type Tone } from './tone.ts';

export function StatusChip({
  tone,
  children,
  className,
}: {
  readonly tone: Tone;
  readonly children: ReactNode;
  readonly className?: string;
}) {
  return (
    <span
      data-chip
      className={cx(
        'inline-flex items-center justify-center gap-1 rounded-full px-2 py-px text-[12px] leading-[18px] font-[550] whitespace-nowrap',
        TONE_GROUND[tone],
        className,
      )}
    >
      {children}
    </span>
  );
}
