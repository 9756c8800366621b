/** Buttons: one primary per screen, plain for the rest, quiet in lists, danger where something is lost. */
import type { ButtonHTMLAttributes, Ref } from 'react';
import type { LucideIcon } from 'lucide-react';
import { cx } from './class-names.ts';

export type ButtonKind = 'primary' | 'plain' | 'quiet' | 'danger' | 'dangerSolid';
const KIND: Readonly<Record<ButtonKind, string>> = {
  primary: 'bg-accent border-accent text-accent-ink hover:brightness-110',
  plain: 'bg-surface border-line2 text-ink hover:bg-sunken',
  quiet: 'bg-transparent border-transparent text-accent hover:bg-accent-weak',
  danger: 'bg-transparent border-transparent text-bad hover:bg-bad-weak',
  dangerSolid: 'bg-bad border-bad text-surface hover:brightness-110',
};
export const buttonClass = (kind: ButtonKind = 'plain', extra = ''): string =>
  cx(
    'inline-flex items-center justify-center gap-1.5 rounded-button border px-3 py-[5px] text-small font-[550] whitespace-nowrap min-h-[30px]',
    'disabled:opacity-55 aria-disabled:opacity-55 aria-busy:cursor-progress',
    KIND[kind],
    extra,
  );

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly kind?: ButtonKind;
  readonly icon?: LucideIcon;
  /** The thing asked for is on its way; the button keeps its place and cannot be pressed again. */
  readonly busy?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
}
export function Button({
  kind = 'plain',
  icon: Icon,
  busy = false,
  className,
  children,
  type = 'button',
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      className={buttonClass(kind, className)}
    >
      {Icon && <Icon size={15} strokeWidth={1.75} aria-hidden />}
      {children}
    </button>
  );
}

export interface IconButtonProps extends Omit<ButtonProps, 'kind' | 'icon' | 'children'> {
  readonly icon: LucideIcon;
  /** Said to those who do not see the icon. */
  readonly label: string;
}
export function IconButton({ icon: Icon, label, busy = false, className, type = 'button', ...rest }: IconButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-label={label}
      title={label}
      aria-busy={busy || undefined}
      className={cx(
        'inline-grid size-[28px] flex-none place-items-center rounded-[7px] border border-transparent text-ink2 hover:bg-sunken hover:text-ink disabled:opacity-55',
        className,
      )}
    >
      <Icon size={16} strokeWidth={1.75} aria-hidden />
    </button>
  );
}
