/** An icon on a weak ground of its meaning. */
import type { LucideIcon } from 'lucide-react';
import { cx } from './class-names.ts';
import { TONE_GROUND, type Tone } from './tone.ts';

export function IconBadge({
  tone,
  icon: Icon,
  className,
}: {
  readonly tone: Tone;
  readonly icon: LucideIcon;
  readonly className?: string;
}) {
  return (
    <span className={cx('grid size-7 flex-none place-items-center rounded-button', TONE_GROUND[tone], className)}>
      <Icon size={16} strokeWidth={1.75} aria-hidden />
    </span>
  );
}
