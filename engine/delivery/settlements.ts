/**
 * From outcomes to what the store writes: next attempt or end, and the report that is due with it. Every end of life has
 * an outcome. RFC 5321 4.5.4.1, RFC 3461 4.1
 */
import type { UnixMs } from '../model/ids.ts';
import type { DeliveryOutcome, QueueEntry } from '../model/queue.ts';
import type { Settlement } from '../store/queue-store.ts';
import type { AttemptGroup } from './attempt.ts';
import type { ReportedRecipient } from './bounce.ts';
import type { DeliverySettings } from './delivery-settings.ts';
import { failed } from './outcome.ts';
import { reportLetter, type ReportDeps } from './report-letter.ts';
import type { ReportKind } from './report-texts.ts';
import { nextAttemptAt } from './schedule.ts';

export interface SettlementDeps {
  readonly settings: () => DeliverySettings;
  readonly reports: ReportDeps;
  readonly random: () => number;
}
interface Times {
  readonly startedAt: UnixMs;
  readonly endedAt: UnixMs;
}

/** One settlement per entry; recipients of one letter that end together share one report. */
export async function settlementsFor(
  group: AttemptGroup,
  outcomes: readonly DeliveryOutcome[],
  times: Times,
  deps: SettlementDeps,
): Promise<readonly Settlement[]> {
  const settings = deps.settings();
  const plans = group.map((entry, index) => plan(entry, outcomes[index]!, times, settings, deps.random()));
  const settlements: Settlement[] = plans.map(({ entry, outcome, next }) => ({
    attempt: { entryId: entry.id, ...times, outcome },
    next,
    report: null,
  }));
  for (const kind of ['failure', 'delay', 'success'] as const) {
    const due = plans.flatMap((item, index) => (item.report === kind ? [{ item, index }] : []));
    const recipients = due.map(({ item }): ReportedRecipient => ({
      entry: item.entry,
      outcome: item.outcome,
      nextAttemptAt: item.next.kind === 'retry' ? item.next.at : null,
    }));
    const [first, ...rest] = recipients;
    if (first === undefined) continue;
    const letter = await reportLetter(kind, [first, ...rest], times.endedAt, deps.reports);
    const at = due[0]!.index;
    if (letter !== null) settlements[at] = { ...settlements[at]!, report: { kind, letter } };
  }
  return settlements;
}

interface Plan {
  readonly entry: QueueEntry;
  readonly outcome: DeliveryOutcome;
  readonly next: Settlement['next'];
  readonly report: ReportKind | null;
}

function plan(
  entry: QueueEntry,
  outcome: DeliveryOutcome,
  times: Times,
  settings: DeliverySettings,
  spread: number,
): Plan {
  switch (outcome.kind) {
    case 'delivered': {
      const wanted = !outcome.dsnPassedOn && entry.dsn?.notify?.includes('success') === true;
      return { entry, outcome, next: { kind: 'delivered' }, report: wanted ? 'success' : null };
    }
    case 'failed':
      return { entry, outcome, next: { kind: 'failed' }, report: 'failure' };
    case 'deferred': {
      const at = nextAttemptAt(entry.attempts + 1, times.endedAt, entry.expiresAt, settings.retrySchedule, spread);
      if (at === null) {
        const expired = failed('expired', outcome.detail, outcome.remote, outcome.reply);
        return { entry, outcome: expired, next: { kind: 'failed' }, report: 'failure' };
      }
      const late = !entry.delayReported && times.endedAt - entry.queuedAt >= settings.delayNoticeAfterMs;
      return { entry, outcome, next: { kind: 'retry', at }, report: late ? 'delay' : null };
    }
  }
}
