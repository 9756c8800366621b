/** A choice among a few named things. */
import { useId, type ReactNode } from 'react';
import { Select as Base } from '@base-ui/react/select';
import { Check, ChevronsUpDown } from 'lucide-react';
import { cx } from './class-names.ts';
import { inputClass } from './field.tsx';

export interface SelectOption<Value extends string> {
  readonly value: Value;
  readonly label: string;
}
interface SelectProps<Value extends string> {
  readonly label: string;
  readonly hideLabel?: boolean;
  readonly hint?: ReactNode;
  readonly value: Value;
  readonly options: readonly SelectOption<Value>[];
  readonly onChange: (value: Value) => void;
  readonly className?: string;
  readonly disabled?: boolean;
}
export function Select<Value extends string>({
  label,
  hideLabel = false,
  hint,
  value,
  options,
  onChange,
  className,
  disabled = false,
}: SelectProps<Value>) {
  const id = useId();
  return (
    <div className={cx('min-w-0', className)}>
      <Base.Root
        items={options.map((option) => ({ ...option }))}
        value={value}
        disabled={disabled}
        modal={false}
        onValueChange={(next) => next !== null && onChange(next as Value)}
      >
        <Base.Label className={hideLabel ? 'sr-only' : 'mb-1 block text-small font-[550]'}>{label}</Base.Label>
        <Base.Trigger
          aria-describedby={hint === undefined ? undefined : id}
          className={cx(inputClass, 'flex items-center justify-between gap-2 text-start')}
        >
          <Base.Value className="truncate" />
          <Base.Icon>
            <ChevronsUpDown size={14} strokeWidth={1.75} aria-hidden className="text-ink3" />
          </Base.Icon>
        </Base.Trigger>
        <Base.Portal>
          <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-50">
            <Base.Popup className="pop max-h-80 min-w-(--anchor-width) overflow-auto rounded-card border border-line2 bg-surface p-1 shadow-high">
              {options.map((option) => (
                <Base.Item
                  key={option.value}
                  value={option.value}
                  className="flex items-center gap-2 rounded-[6px] px-2 py-1.5 outline-none data-highlighted:bg-accent-weak data-highlighted:text-ink"
                >
                  <span className="grid w-4 place-items-center">
                    <Base.ItemIndicator>
                      <Check size={14} strokeWidth={2} aria-hidden />
                    </Base.ItemIndicator>
                  </span>
                  <Base.ItemText>{option.label}</Base.ItemText>
                </Base.Item>
              ))}
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
      {hint !== undefined && (
        <p id={id} className="mt-1 text-small text-ink2">
          {hint}
        </p>
      )}
    </div>
  );
}
