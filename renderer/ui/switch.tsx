/** On or off, at once. */
import { useId, type ReactNode } from 'react';
import { Switch as Base } from '@base-ui/react/switch';

interface SwitchProps {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onChange: (checked: boolean) => void;
}
export function Switch({ label, hint, checked, disabled = false, onChange }: SwitchProps) {
  const id = useId();
  return (
    <div className="flex items-start gap-3">
      <Base.Root
        id={id}
        data-switch
        checked={checked}
        disabled={disabled}
        onCheckedChange={onChange}
        aria-labelledby={`${id}-label`}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        className="relative mt-px h-6 w-10 flex-none rounded-full border border-edge bg-sunken p-[2px] data-checked:border-accent data-checked:bg-accent data-disabled:opacity-55"
      >
        <Base.Thumb className="block size-[18px] rounded-full bg-edge transition-transform duration-150 data-checked:translate-x-4 data-checked:bg-accent-ink rtl:data-checked:-translate-x-4" />
      </Base.Root>
      <div>
        <span id={`${id}-label`} className="text-[14px] font-[550]">
          {label}
        </span>
        {hint !== undefined && (
          <p id={`${id}-hint`} className="text-small text-ink2">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}
