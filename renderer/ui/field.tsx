/** A labelled input with its hint and its error; the error is announced and says what would be right. */
import { useId, type InputHTMLAttributes, type ReactNode, type Ref, type TextareaHTMLAttributes } from 'react';
import { cx } from './class-names.ts';

export const inputClass =
  'w-full rounded-button border border-edge bg-surface px-2.5 py-[5px] min-h-[32px] text-ink aria-invalid:border-bad disabled:opacity-60';

interface FieldFrame {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  readonly className?: string;
}
interface FrameIds {
  readonly id: string;
  readonly describedBy: string | undefined;
}
function useFieldIds(hint: ReactNode, error: string | undefined): FrameIds {
  const id = useId();
  const parts = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean);
  return { id, describedBy: parts.length > 0 ? parts.join(' ') : undefined };
}
function Frame({
  label,
  hint,
  error,
  className,
  ids,
  children,
}: FieldFrame & { readonly ids: FrameIds; readonly children: ReactNode }) {
  return (
    <div className={cx('min-w-0', className)}>
      <label htmlFor={ids.id} className="mb-1 block text-small font-[550]">
        {label}
      </label>
      {children}
      {hint !== undefined && (
        <p id={`${ids.id}-hint`} className="mt-1 text-small text-ink2">
          {hint}
        </p>
      )}
      <p id={`${ids.id}-error`} role="alert" className={cx('text-small text-bad', error && 'mt-1')}>
        {error}
      </p>
    </div>
  );
}

export interface TextFieldProps extends FieldFrame, Omit<InputHTMLAttributes<HTMLInputElement>, 'className' | 'id'> {
  readonly mono?: boolean;
  /** After the input, on its line: a unit, the fixed part of an address, a button. */
  readonly after?: ReactNode;
  readonly ref?: Ref<HTMLInputElement>;
}
export function TextField({ label, hint, error, className, mono = false, after, ...input }: TextFieldProps) {
  const ids = useFieldIds(hint, error);
  return (
    <Frame label={label} hint={hint} error={error} className={className ?? ''} ids={ids}>
      <div className="flex items-center gap-2">
        <input
          autoComplete="off"
          spellCheck={false}
          {...input}
          id={ids.id}
          aria-describedby={ids.describedBy}
          aria-invalid={error ? true : undefined}
          className={cx(inputClass, mono && 'font-mono text-code')}
        />
        {after}
      </div>
    </Frame>
  );
}
export interface TextAreaFieldProps
  extends FieldFrame, Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'className' | 'id'> {
  readonly ref?: Ref<HTMLTextAreaElement>;
}
export function TextAreaField({ label, hint, error, className, ...input }: TextAreaFieldProps) {
  const ids = useFieldIds(hint, error);
  return (
    <Frame label={label} hint={hint} error={error} className={className ?? ''} ids={ids}>
      <textarea
        spellCheck={false}
        rows={4}
        {...input}
        id={ids.id}
        aria-describedby={ids.describedBy}
        aria-invalid={error ? true : undefined}
        className={cx(inputClass, 'font-mono text-code')}
      />
    </Frame>
  );
}
