/** A tick, with an in-between for "some". */
import { Checkbox as Base } from '@base-ui/react/checkbox';
import { Check, Minus } from 'lucide-react';
import { cx } from './class-names.ts';

interface CheckboxProps {
  readonly label: string;
  readonly checked: boolean;
  readonly some?: boolean;
  readonly tabIndex?: number;
  readonly onChange: (checked: boolean) => void;
  readonly className?: string;
}
export function Checkbox({ label, checked, some = false, onChange, className, tabIndex }: CheckboxProps) {
  return (
    <Base.Root
      aria-label={label}
      checked={checked}
      indeterminate={some && !checked}
      onCheckedChange={onChange}
      {...(tabIndex === undefined ? {} : { tabIndex })}
      className={cx(
        'relative grid size-[18px] flex-none place-items-center rounded-[5px] border border-edge bg-surface before:absolute before:-inset-1 data-checked:border-accent data-checked:bg-accent data-checked:text-accent-ink data-indeterminate:border-accent data-indeterminate:bg-accent data-indeterminate:text-accent-ink',
        className,
      )}
    >
      <Base.Indicator>
        {some && !checked ? (
          <Minus size={13} strokeWidth={2.5} aria-hidden />
        ) : (
          <Check size={13} strokeWidth={2.5} aria-hidden />
        )}
      </Base.Indicator>
    </Base.Root>
  );
}
