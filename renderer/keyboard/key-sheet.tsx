/** The keys, on one sheet. */
import { useTranslation } from 'react-i18next';
import { Dialog } from '../ui/dialog.tsx';

const KEYS = [
  ['Ctrl K', 'keys.keyPalette'],
  ['Ctrl 1 … 9', 'keys.keySections'],
  ['/', 'keys.keySearch'],
  ['j k', 'keys.keyMove'],
  ['Enter', 'keys.keyOpen'],
  ['x', 'keys.keySelect'],
  ['Shift ↓ ↑', 'keys.keyRange'],
  ['F5', 'keys.keyRefresh'],
  ['Ctrl + − 0', 'keys.keyZoom'],
  ['Esc', 'keys.keyClose'],
  ['?', 'keys.keySheet'],
] as const;

export function KeySheet({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog open={open} onClose={onClose} title={t('keys.sheet')}>
      <dl className="grid grid-cols-[auto_1fr] gap-x-5 gap-y-2">
        {KEYS.map(([key, text]) => (
          <div key={key} className="contents">
            <dt>
              <kbd className="rounded-[5px] border border-line2 px-1.5 font-sans text-[12px] whitespace-nowrap text-ink2">
                {key}
              </kbd>
            </dt>
            <dd>{t(text)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
