/** Has the engine compare everything in its store with itself, and says what it found. */
import { useState } from 'react';
import { CircleCheck, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { StoreReport } from '../../../engine/control/contract.ts';
import { useAction } from '../../api/use-action.ts';
import { useFormats } from '../../format/use-formats.ts';
import { Button } from '../../ui/button.tsx';
import { Card, Row } from '../../ui/card.tsx';
import { IconBadge } from '../../ui/icon-badge.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';
import { Switch } from '../../ui/switch.tsx';

export function StoreCheck() {
  const { t } = useTranslation();
  const check = useAction('store.check', t('health.checkFailed'));
  const [bodies, setBodies] = useState(false);
  const [repair, setRepair] = useState(false);
  const [report, setReport] = useState<StoreReport | null>(null);
  const run = async (): Promise<void> => {
    setReport(null);
    const answer = await check.run({ bodies, repair });
    if (answer !== undefined) setReport(answer);
  };
  return (
    <Card
      title={t('health.storeCheck')}
      actions={
        <Button busy={check.busy} onClick={() => void run()}>
          {t('health.checkNow')}
        </Button>
      }
    >
      <div className="grid gap-3 p-4">
        <p className="text-ink2">{t('health.storeCheckLead')}</p>
        <Switch label={t('health.checkBodies')} checked={bodies} onChange={setBodies} />
        <Switch label={t('health.repair')} checked={repair} onChange={setRepair} />
        <div role="status">
          {check.busy && <p className="text-ink2">{t('health.checking')}</p>}
          {report !== null && <Report report={report} />}
        </div>
      </div>
    </Card>
  );
}
function Report({ report }: { readonly report: StoreReport }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const counts = {
    messages: formats.number(report.messages),
    mailboxes: formats.number(report.mailboxes),
    size: formats.bytes(report.bodyBytes),
  };
  if (report.findings.length === 0) {
    return (
      <p className="flex items-center gap-3">
        <IconBadge tone="ok" icon={CircleCheck} />
        {t('health.checkClean', counts)}
      </p>
    );
  }
  return (
    <>
      <p className="flex items-center gap-3 font-[550]">
        <IconBadge tone="warn" icon={TriangleAlert} />
        {t('health.findings', { count: report.findings.length })}
      </p>
      <ul className="mt-2">
        {report.findings.map((finding) => (
          <li key={`${finding.code} ${finding.detail}`}>
            <Row className="px-0 py-2">
              <StatusChip tone={finding.repaired ? 'ok' : 'bad'}>
                {t(finding.repaired ? 'health.repaired' : 'health.open')}
              </StatusChip>
              <code className="min-w-0 [overflow-wrap:anywhere]">
                {finding.code}: {finding.detail}
              </code>
            </Row>
          </li>
        ))}
      </ul>
    </>
  );
}
