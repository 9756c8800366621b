/** What needs a look: what it is, why it matters, one button each. */
import { CircleAlert, Info, TriangleAlert, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { AttentionItem } from '../../../engine/control/contract.ts';
import { useFormats } from '../../format/use-formats.ts';
import { useText } from '../../i18n/use-text.ts';
import { usePauseSending } from '../../shell/use-pause-sending.ts';
import { Button } from '../../ui/button.tsx';
import { Card, Row } from '../../ui/card.tsx';
import { IconBadge } from '../../ui/icon-badge.tsx';
import type { Tone } from '../../ui/tone.ts';
import { attentionText } from './attention-text.ts';

const LOOK: Readonly<Record<AttentionItem['severity'], readonly [Tone, LucideIcon]>> = {
  bad: ['bad', CircleAlert],
  warn: ['warn', TriangleAlert],
  info: ['accent', Info],
};

const WEIGHT: Readonly<Record<AttentionItem['severity'], number>> = { bad: 0, warn: 1, info: 2 };

export function AttentionCard({ items: unsorted }: { readonly items: readonly AttentionItem[] }) {
  const { t } = useTranslation();
  const items = [...unsorted].sort((left, right) => WEIGHT[left.severity] - WEIGHT[right.severity]);
  return (
    <Card title={t('overview.attention')}>
      <ul>
        {items.map((item) => (
          <li key={`${item.code} ${JSON.stringify(item.params)}`} className="border-b border-line last:border-b-0">
            <AttentionRow item={item} isFirst={item === items[0]} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function AttentionRow({ item, isFirst }: { readonly item: AttentionItem; readonly isFirst: boolean }) {
  const formats = useFormats();
  const say = useText();
  const [, go] = useLocation();
  const setPaused = usePauseSending();
  const { title, body, action, place } = attentionText(item, formats);
  const [tone, icon] = LOOK[item.severity];
  return (
    <Row>
      <IconBadge tone={tone} icon={icon} />
      <div className="min-w-0 flex-1">
        <p className="font-[550]">{say(title)}</p>
        <p className="text-small text-ink2">{say(body)}</p>
      </div>
      <Button
        kind={isFirst && item.severity !== 'info' ? 'primary' : 'plain'}
        onClick={() => (place === null ? void setPaused(false) : go(place))}
      >
        {say(action)}
      </Button>
    </Row>
  );
}
