/** A moment: near ones by the clock, the zone in the tooltip, the exact time for programs. */
import { useFormats, useNow } from '../format/use-formats.ts';

interface TimeProps {
  readonly at: number;
  /** Adds "9 minutes ago" beside the clock. */
  readonly relative?: boolean;
  readonly seconds?: boolean;
  readonly className?: string;
}
export function Time({ at, relative = false, seconds = false, className }: TimeProps) {
  const formats = useFormats();
  const now = useNow();
  const clock = seconds ? formats.timeSeconds(at) : formats.shortTime(at, now);
  return (
    <time dateTime={new Date(at).toISOString()} title={formats.dateTimeZone(at)} className={`num ${className ?? ''}`}>
      {relative ? `${clock} (${formats.relative(at, now)})` : clock}
    </time>
  );
}
