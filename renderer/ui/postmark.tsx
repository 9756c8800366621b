/** Our own drawings: the stamp of the logo, and the postmark that stands where a list is empty. */
import { cx } from './class-names.ts';

const HOLES_ACROSS = [0, 1, 2, 3, 4, 5];
const HOLES_DOWN = [0, 1, 2, 3, 4, 5, 6];

/** The stamp with its perforated edge. */
export function StampLogo({ size = 34 }: { readonly size?: number }) {
  return (
    <svg width={(size * 30) / 34} height={size} viewBox="0 0 30 34" aria-hidden className="flex-none">
      <rect width="30" height="34" rx="2" className="fill-stamp" />
      <g className="fill-sunken">
        {HOLES_ACROSS.map((hole) => [
          <circle key={`t${hole}`} cx={2.5 + hole * 5} cy="0" r="1.2" />,
          <circle key={`b${hole}`} cx={2.5 + hole * 5} cy="34" r="1.2" />,
        ])}
        {HOLES_DOWN.map((hole) => [
          <circle key={`l${hole}`} cx="0" cy={2 + hole * 5} r="1.2" />,
          <circle key={`r${hole}`} cx="30" cy={2 + hole * 5} r="1.2" />,
        ])}
      </g>
      <g fill="none" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" className="stroke-stamp-ink">
        <rect x="7.5" y="11.5" width="15" height="11.5" rx="1.8" />
        <path d="m7.5 13 7.5 5 7.5-5" />
      </g>
    </svg>
  );
}

/** A round postmark with its waves; quiet, in the colour of lines. */
export function Postmark({ className }: { readonly className?: string }) {
  return (
    <svg
      width="132"
      height="64"
      viewBox="0 0 132 64"
      aria-hidden
      className={cx('text-line2', className)}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
    >
      <circle cx="32" cy="32" r="27" />
      <circle cx="32" cy="32" r="20" strokeDasharray="2 4" />
      <path d="M22 27h20v13H22zM22 27l10 7 10-7" className="text-stamp" stroke="currentColor" strokeLinejoin="round" />
      {[16, 27, 38, 49].map((y) => (
        <path key={y} d={`M66 ${y}c5-5 9-5 14 0s9 5 14 0 9-5 14 0 9 5 14 0`} />
      ))}
    </svg>
  );
}
