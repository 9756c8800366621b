/** The few meanings a colour may carry. Never alone: an icon or a word always stands beside it. */
export type Tone = 'ok' | 'warn' | 'bad' | 'accent' | 'neutral';

export const TONE_TEXT: Readonly<Record<Tone, string>> = {
  ok: 'text-ok',
  warn: 'text-warn',
  bad: 'text-bad',
  accent: 'text-accent',
  neutral: 'text-ink2',
};
export const TONE_GROUND: Readonly<Record<Tone, string>> = {
  ok: 'bg-ok-weak text-ok',
  warn: 'bg-warn-weak text-warn',
  bad: 'bg-bad-weak text-bad',
  accent: 'bg-accent-weak text-accent',
  neutral: 'bg-sunken text-ink2',
};
