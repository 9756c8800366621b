/** Copying: a button that says it has copied, and a value with such a button. */
import { useEffect, useState } from 'react';
import { Check, Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useControl } from '../api/control-context.tsx';
import { Button } from './button.tsx';

const SAID_MS = 2500;

export function useCopy(): (text: string) => Promise<void> {
  const { desktop } = useControl();
  return (text) => (desktop === null ? navigator.clipboard.writeText(text) : desktop.copyText(text));
}
/** @param props.what what is copied, for those who do not see where the button stands */
export function CopyButton({ text, what }: { readonly text: string; readonly what: string }) {
  const { t } = useTranslation();
  const copy = useCopy();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SAID_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <>
      <Button
        icon={copied ? Check : Copy}
        aria-label={t('common.copyWhat', { what })}
        onClick={() => void copy(text).then(() => setCopied(true))}
      >
        {copied ? t('common.copied') : t('common.copy')}
      </Button>
      <span aria-live="polite" className="sr-only">
        {copied ? t('common.copiedWhat', { what }) : ''}
      </span>
    </>
  );
}
/** A value in a box that is meant to be copied. */
export function CopyBox({ text, what }: { readonly text: string; readonly what: string }) {
  return (
    <div className="flex items-center gap-2.5 rounded-button border border-line bg-sunken p-2 ps-3">
      <code className="min-w-0 flex-1 [overflow-wrap:anywhere] select-all">{text}</code>
      <CopyButton text={text} what={what} />
    </div>
  );
}
