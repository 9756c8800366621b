/** A search field: `/` and Ctrl+F bring one here, Esc empties it. */
import { Search } from 'lucide-react';
import { cx } from './class-names.ts';
import { inputClass } from './field.tsx';

interface SearchFieldProps {
  readonly label: string;
  readonly placeholder?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly className?: string;
}
export function SearchField({ label, placeholder, value, onChange, className }: SearchFieldProps) {
  return (
    <div role="search" className={cx('relative min-w-0', className)}>
      <Search
        size={15}
        strokeWidth={1.75}
        aria-hidden
        className="pointer-events-none absolute start-2.5 top-1/2 -translate-y-1/2 text-ink3"
      />
      <input
        data-search
        type="text"
        aria-label={label}
        placeholder={placeholder}
        value={value}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || value === '') return;
          event.stopPropagation();
          onChange('');
        }}
        className={cx(inputClass, 'ps-8')}
      />
    </div>
  );
}
