/** How the verdict of a DNS record looks: icon, tone, word. */
import { Check, CircleHelp, Clock, X, type LucideIcon } from 'lucide-react';
import type { DnsRecordCheck, RecordVerdict } from '../../../engine/control/contract.ts';
import { TONE_TEXT, type Tone } from '../../ui/tone.ts';

export type ShownVerdict = RecordVerdict | 'checking' | 'unchecked';
export const VERDICT_TONE: Readonly<Record<ShownVerdict, Tone>> = {
  ok: 'ok',
  missing: 'warn',
  different: 'bad',
  unknown: 'neutral',
  optional: 'neutral',
  checking: 'neutral',
  unchecked: 'neutral',
};
export const VERDICT_ICON: Readonly<Record<ShownVerdict, LucideIcon>> = {
  ok: Check,
  missing: Clock,
  different: X,
  unknown: CircleHelp,
  optional: Clock,
  checking: Clock,
  unchecked: CircleHelp,
};

/** The worst of several verdicts. */
export function dnsTone(records: readonly DnsRecordCheck[]): 'ok' | 'warn' | 'bad' | 'neutral' {
  const has = (verdict: RecordVerdict): boolean => records.some((record) => record.verdict === verdict);
  if (has('different')) return 'bad';
  if (has('missing')) return 'warn';
  return has('unknown') ? 'neutral' : 'ok';
}
const ICON = { ok: Check, warn: Clock, bad: X, neutral: CircleHelp } as const;
export function DomainIcon({ tone }: { readonly tone: keyof typeof ICON }) {
  const Icon = ICON[tone];
  return <Icon size={16} strokeWidth={1.75} aria-hidden className={TONE_TEXT[tone]} />;
}
