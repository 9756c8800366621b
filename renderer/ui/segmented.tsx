/** A few choices side by side, one of them taken. */
import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import type { SelectOption } from './select.tsx';

interface SegmentedProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly SelectOption<Value>[];
  readonly onChange: (value: Value) => void;
}
export function Segmented<Value extends string>({ label, value, options, onChange }: SegmentedProps<Value>) {
  return (
    <RadioGroup
      aria-label={label}
      value={value}
      onValueChange={(next) => onChange(next as Value)}
      className="inline-flex w-fit flex-wrap gap-0.5 rounded-button border border-line2 bg-sunken p-[2px]"
    >
      {options.map((option) => (
        <Radio.Root
          key={option.value}
          value={option.value}
          className="rounded-[6px] border border-transparent px-2.5 py-[3px] text-small font-[550] text-ink2 select-none data-checked:border-line2 data-checked:bg-surface data-checked:text-ink data-checked:shadow-[0_1px_2px_#0000000d]"
        >
          {option.label}
        </Radio.Root>
      ))}
    </RadioGroup>
  );
}
