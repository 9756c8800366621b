/** Asks before something is lost. What cannot be undone and touches many is typed, not clicked. */
import { useState, type FormEvent, type ReactNode } from 'react';
import { AlertDialog } from '@base-ui/react/alert-dialog';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import { DialogActions } from './dialog.tsx';
import { TextField } from './field.tsx';

interface ConfirmDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
  readonly title: string;
  readonly body: ReactNode;
  /** A verb with its object: "Delete 142 letters". */
  readonly action: string;
  readonly danger?: boolean;
  readonly busy?: boolean;
  /** Must be typed before the button works. */
  readonly typed?: string;
}
export function ConfirmDialog(props: ConfirmDialogProps) {
  return (
    <AlertDialog.Root open={props.open} onOpenChange={(next) => !next && props.onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="fixed inset-0 z-40 bg-veil transition-opacity duration-120 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <AlertDialog.Viewport className="fixed inset-0 z-40 grid place-items-center overflow-auto p-6">
          <AlertDialog.Popup className="pop w-full max-w-[460px] rounded-card border border-line2 bg-surface p-5 shadow-high">
            <ConfirmForm {...props} />
          </AlertDialog.Popup>
        </AlertDialog.Viewport>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
function ConfirmForm({ onConfirm, title, body, action, danger = true, busy = false, typed }: ConfirmDialogProps) {
  const { t } = useTranslation();
  const [entered, setEntered] = useState('');
  const [tried, setTried] = useState(false);
  const isRight = typed === undefined || entered.trim() === typed;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (isRight) onConfirm();
  };
  return (
    <form onSubmit={submit} noValidate>
      <AlertDialog.Title className="text-[16px] leading-6 font-semibold">{title}</AlertDialog.Title>
      <AlertDialog.Description className="mt-1 text-ink2">{body}</AlertDialog.Description>
      {typed !== undefined && (
        <TextField
          className="mt-4"
          mono
          label={t('common.typeToConfirm', { text: typed })}
          value={entered}
          error={tried && !isRight ? t('common.typeToConfirmWrong', { text: typed }) : undefined}
          onChange={(event) => setEntered(event.target.value)}
        />
      )}
      <DialogActions>
        <AlertDialog.Close render={<Button>{t('common.cancel')}</Button>} />
        <Button type="submit" kind={danger ? 'dangerSolid' : 'primary'} busy={busy}>
          {action}
        </Button>
      </DialogActions>
    </form>
  );
}
