/** The way of a letter as steps with times: one for each fact, and the planned ones after them. */
import type { LetterStory } from '../../../engine/control/contract.ts';
import type { DatedFact, LetterFact, LetterOrigin } from '../../../engine/model/letter.ts';
import type { Formats } from '../../format/formats.ts';
import type { Text } from '../../i18n/create-i18n.ts';
import type { Tone } from '../../ui/tone.ts';
import { outcomeDetail, outcomeText } from './outcome-text.ts';

export type StepIcon =
  | 'accepted'
  | 'checked'
  | 'signed'
  | 'stored'
  | 'queued'
  | 'delivered'
  | 'deferred'
  | 'failed'
  | 'planned'
  | 'reported'
  | 'hand'
  | 'deleted';
export interface RouteStep {
  readonly at: number;
  readonly planned: boolean;
  readonly icon: StepIcon;
  readonly tone: Tone;
  readonly title: Text;
  readonly lines: readonly Text[];
  /** Words of machines, not to be translated. */
  readonly technical: string | null;
  /** A letter this step leads to. */
  readonly letterId: string | null;
}
type Fact<Kind extends LetterFact['kind']> = Extract<LetterFact, { kind: Kind }>;
type Draft = Omit<RouteStep, 'at' | 'planned' | 'letterId'> & { readonly letterId?: string };

function accepted({ origin, sizeBytes }: Fact<'accepted'>, formats: Formats): Draft {
  const size = formats.bytes(sizeBytes);
  const lines: Text[] = [originText(origin, size)];
  if (origin.peer !== null)
    lines.push(
      origin.tls === null
        ? { key: 'story.step.clear' }
        : { key: 'story.step.tls', values: { version: origin.tls.version } },
    );
  return {
    icon: 'accepted',
    tone: 'ok',
    title: { key: 'story.step.accepted' },
    lines,
    technical: origin.tls === null ? null : `${origin.tls.version} · ${origin.tls.cipher}`,
  };
}
function originText({ via, peer, helo, login }: LetterOrigin, size: string): Text {
  if (via === 'mx') return { key: 'story.step.acceptedMx', values: { peer: peer ?? '', helo: helo ?? '', size } };
  if (login !== null) return { key: 'story.step.acceptedSubmission', values: { login, peer: peer ?? '', size } };
  return { key: 'story.step.acceptedLocal', values: { size } };
}
function checked({ result }: Fact<'checked'>): Draft {
  const dkim = result.dkim.length === 0 ? 'none' : result.dkim.map(({ result: one }) => one).join(', ');
  const values = { spf: result.spf.result, dkim, dmarc: result.dmarc.result };
  const tone: Tone = result.dmarc.result === 'pass' ? 'ok' : result.dmarc.result === 'fail' ? 'bad' : 'neutral';
  const signatures = result.dkim.map((one) => `DKIM ${one.result} ${one.selector}._domainkey.${one.domain}`);
  const technical = [
    `SPF ${result.spf.result} ${result.spf.domain}`,
    ...signatures,
    `DMARC ${result.dmarc.result} ${result.dmarc.domain}${result.dmarc.policy === null ? '' : ` p=${result.dmarc.policy}`}`,
  ];
  return {
    icon: 'checked',
    tone,
    title: { key: 'story.step.checked' },
    lines: [{ key: 'story.step.checkedBody', values }],
    technical: technical.join('\n'),
  };
}
function attempt({ recipient, number, outcome, durationMs }: Fact<'attempt'>, formats: Formats): Draft {
  const { tone, what } = outcomeText(outcome);
  const duration = formats.exactDuration(durationMs);
  const place: Text =
    outcome.remote === null
      ? { key: 'story.step.noRemote', values: { recipient, duration } }
      : { key: 'story.step.byRemote', values: { recipient, remote: outcome.remote.name, duration } };
  const title = {
    delivered: 'story.step.attemptDelivered',
    deferred: 'story.step.attemptDeferred',
    failed: 'story.step.attemptFailed',
  } as const;
  return {
    icon: outcome.kind,
    tone,
    title: { key: title[outcome.kind], values: { number } },
    lines: [what, place],
    technical: outcomeDetail(outcome) || null,
  };
}
function reported({ recipient, report, reportLetterId }: Fact<'reported'>): Draft {
  const title = {
    failure: 'story.step.reportedFailure',
    delay: 'story.step.reportedDelay',
    success: 'story.step.reportedSuccess',
  } as const;
  return {
    icon: 'reported',
    tone: 'neutral',
    title: { key: title[report] },
    lines: [plain(recipient)],
    technical: null,
    letterId: reportLetterId,
  };
}
const plain = (text: string): Text => ({ key: 'story.step.plain', values: { text } });

function draft(fact: LetterFact, formats: Formats): Draft {
  switch (fact.kind) {
    case 'accepted':
      return accepted(fact, formats);
    case 'checked':
      return checked(fact);
    case 'signed':
      return {
        icon: 'signed',
        tone: 'ok',
        title: { key: 'story.step.signed' },
        lines: [{ key: 'story.step.signedBody', values: { selector: fact.selector, domain: fact.domain } }],
        technical: null,
      };
    case 'stored':
      return {
        icon: 'stored',
        tone: 'ok',
        title: { key: 'story.step.stored' },
        lines: [{ key: 'story.step.storedBody', values: { account: fact.account, mailbox: fact.mailbox } }],
        technical: null,
      };
    case 'queued':
      return {
        icon: 'queued',
        tone: 'neutral',
        title: { key: 'story.step.queued' },
        lines: [plain(fact.recipient)],
        technical: null,
      };
    case 'attempt':
      return attempt(fact, formats);
    case 'reported':
      return reported(fact);
    case 'action':
      return {
        icon: 'hand',
        tone: 'accent',
        title: { key: `story.step.${fact.action}` },
        lines: [{ key: 'story.step.byWhom', values: { recipient: fact.recipient, by: fact.by } }],
        technical: null,
      };
    case 'expunged':
      return {
        icon: 'deleted',
        tone: 'neutral',
        title: { key: 'story.step.expunged' },
        lines: [
          { key: 'story.step.expungedBody', values: { account: fact.account, mailbox: fact.mailbox, by: fact.by } },
        ],
        technical: null,
      };
  }
}
const step = ({ at, fact }: DatedFact, formats: Formats): RouteStep => ({
  letterId: null,
  ...draft(fact, formats),
  at,
  planned: false,
});

/** The next attempt of every recipient that waits. */
function planned({ letter, facts }: LetterStory, formats: Formats, now: number): readonly RouteStep[] {
  return letter.recipients.flatMap((recipient) => {
    if (recipient.state !== 'waiting' || recipient.nextAttemptAt === null) return [];
    const made = facts.filter(({ fact }) => fact.kind === 'attempt' && fact.recipient === recipient.address).length;
    const relative = formats.relative(recipient.nextAttemptAt, now);
    return [
      {
        at: recipient.nextAttemptAt,
        planned: true,
        icon: 'planned' as const,
        tone: 'accent' as const,
        title: { key: 'story.step.planned' as const, values: { number: made + 1 } },
        lines: [{ key: 'story.step.plannedBody' as const, values: { recipient: recipient.address, relative } }],
        technical: null,
        letterId: null,
      },
    ];
  });
}
export function routeSteps(story: LetterStory, formats: Formats, now: number): readonly RouteStep[] {
  return [...story.facts.map((fact) => step(fact, formats)), ...planned(story, formats, now)];
}
