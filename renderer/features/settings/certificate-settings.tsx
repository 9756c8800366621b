/** The certificate in use, the office authority for devices, and the import of another. */
import { useState } from 'react';
import { zodResolver } from '@hookform/resolvers/zod';
import { Download } from 'lucide-react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { ControlFailure, type CertificateInfo } from '../../../engine/control/contract.ts';
import { useAction } from '../../api/use-action.ts';
import { useControlMutation, useControlQuery } from '../../api/use-query.ts';
import { useFailureText } from '../../api/use-failure-text.ts';
import { useFormats } from '../../format/use-formats.ts';
import { Button } from '../../ui/button.tsx';
import { Card, Facts } from '../../ui/card.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { TextAreaField } from '../../ui/field.tsx';
import { useSaveFile } from '../../ui/save-file.ts';
import { ErrorState, Skeleton } from '../../ui/states.tsx';
import { useToasts } from '../../ui/toast.tsx';

export function CertificateSettings() {
  const { t } = useTranslation();
  const query = useControlQuery('certificate.get', undefined);
  return (
    <>
      <Card title={t('settings.certificate')} actions={<IssueButton />}>
        {query.data !== undefined ? (
          <CertificateFacts certificate={query.data} />
        ) : query.error === null ? (
          <Skeleton rows={4} />
        ) : (
          <ErrorState what={t('settings.certificateFailed')} error={query.error} onRetry={() => void query.refetch()} />
        )}
      </Card>
      <ImportCard />
    </>
  );
}
function CertificateFacts({ certificate }: { readonly certificate: CertificateInfo }) {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <>
      <p className="px-4 pt-3 pb-1 text-ink2">{t('settings.certificateLead')}</p>
      <Facts
        items={[
          [t('settings.source'), t(`settings.sources.${certificate.source}`)],
          [t('settings.names'), certificate.names.join(', ')],
          [t('settings.issuer'), certificate.issuer],
          [t('settings.validFrom'), formats.day(certificate.notBefore)],
          [t('settings.validUntil'), formats.day(certificate.notAfter)],
          [t('settings.fingerprint'), <code key="fingerprint">{certificate.fingerprint}</code>],
          ...(certificate.caFingerprint === null
            ? []
            : ([[t('settings.caFingerprint'), <code key="ca">{certificate.caFingerprint}</code>]] as const)),
        ]}
      />
      <ExportCa />
    </>
  );
}
function ExportCa() {
  const { t } = useTranslation();
  const save = useSaveFile();
  const { say } = useToasts();
  const exportCa = useAction('certificate.exportCa', t('settings.exportCaFailed'));
  const run = async (): Promise<void> => {
    const answer = await exportCa.run(undefined);
    if (answer !== undefined && (await save('postane-office-ca.crt', answer.pem, 'application/x-x509-ca-cert')))
      say(t('settings.exportCaSaved'));
  };
  return (
    <div className="flex items-center gap-4 border-t border-line px-4 py-3">
      <p className="flex-1 text-small text-ink2">{t('settings.exportCaLead')}</p>
      <Button icon={Download} busy={exportCa.busy} onClick={() => void run()}>
        {t('settings.exportCa')}
      </Button>
    </div>
  );
}
function IssueButton() {
  const { t } = useTranslation();
  const { say } = useToasts();
  const [asked, setAsked] = useState(false);
  const issue = useAction('certificate.issue', t('settings.issueFailed'));
  const run = async (): Promise<void> => {
    const answer = await issue.run(undefined);
    setAsked(false);
    if (answer !== undefined) say(t('settings.issueDone'));
  };
  return (
    <>
      <Button onClick={() => setAsked(true)}>{t('settings.issue')}</Button>
      <ConfirmDialog
        open={asked}
        onClose={() => setAsked(false)}
        onConfirm={() => void run()}
        title={t('settings.issueTitle')}
        body={t('settings.issueBody')}
        action={t('settings.issue')}
        danger={false}
        busy={issue.busy}
      />
    </>
  );
}

const schema = z.object({
  certificatePem: z.string().regex(/-----BEGIN CERTIFICATE-----/),
  keyPem: z.string().regex(/-----BEGIN (?:\w+ )?PRIVATE KEY-----/),
});
type Pems = z.infer<typeof schema>;

function ImportCard() {
  const { t } = useTranslation();
  const { say } = useToasts();
  const failureText = useFailureText();
  const importPem = useControlMutation('certificate.importPem');
  const { register, handleSubmit, setError, reset, formState } = useForm<Pems>({
    resolver: zodResolver(schema),
    defaultValues: { certificatePem: '', keyPem: '' },
  });
  const submit = async (pems: Pems): Promise<void> => {
    try {
      await importPem.mutateAsync(pems);
    } catch (error) {
      if (!(error instanceof ControlFailure)) throw error;
      const field = error.error.field === 'keyPem' ? 'keyPem' : 'certificatePem';
      return setError(field, { type: 'engine', message: failureText(error) });
    }
    reset();
    say(t('settings.importDone'));
  };
  const { errors } = formState;
  const message = (name: keyof Pems, missing: string): string | undefined =>
    errors[name]?.type === 'engine' ? errors[name].message : errors[name] && missing;
  return (
    <Card title={t('settings.import')}>
      <form noValidate onSubmit={(event) => void handleSubmit(submit)(event)} className="grid gap-3 p-4">
        <p className="text-ink2">{t('settings.importLead')}</p>
        <TextAreaField
          label={t('settings.certificatePem')}
          error={message('certificatePem', t('settings.certificateMissing'))}
          {...register('certificatePem')}
        />
        <TextAreaField
          label={t('settings.keyPem')}
          autoComplete="off"
          error={message('keyPem', t('settings.keyMissing'))}
          {...register('keyPem')}
        />
        <div>
          <Button type="submit" busy={formState.isSubmitting}>
            {t('settings.importDo')}
          </Button>
        </div>
      </form>
    </Card>
  );
}
