/** The words of machines, collapsed: never translated, easy to copy. */
import { useTranslation } from 'react-i18next';

export function TechnicalDetail({ text, open = false }: { readonly text: string; readonly open?: boolean }) {
  const { t } = useTranslation();
  return (
    <details className="mt-1.5" open={open}>
      <summary className="w-fit text-small text-accent">{t('common.technicalDetail')}</summary>
      <pre className="mt-1.5 rounded-button border border-line bg-sunken p-2.5 font-mono text-code whitespace-pre-wrap [overflow-wrap:anywhere]">
        {text}
      </pre>
    </details>
  );
}
