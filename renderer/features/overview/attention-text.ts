/** Things to look at, as texts with the place where they are put right. */
import type { AttentionItem, HealthItem } from '../../../engine/control/contract.ts';
import type { Formats } from '../../format/formats.ts';
import type { Text } from '../../i18n/create-i18n.ts';
import { domainPath, queuePath, ROUTES } from '../../routes.ts';
import type { Tone } from '../../ui/tone.ts';

const PLACE: Readonly<Record<Exclude<AttentionItem['code'], 'queuePaused' | 'dnsWrong' | 'dnsUnchecked'>, string>> = {
  listenerFailed: ROUTES.health,
  diskFull: ROUTES.health,
  diskLow: ROUTES.health,
  queueOld: queuePath(),
  queueFailing: queuePath(),
  certificateEnding: `${ROUTES.settings}?section=certificates`,
  limitsOff: `${ROUTES.settings}?section=advanced`,
  noBackup: `${ROUTES.settings}?section=storage`,
  noDomain: `${ROUTES.domains}?add`,
  noAccount: `${ROUTES.people}?add`,
  quotaNearlyFull: ROUTES.people,
};
export interface AttentionText {
  readonly title: Text;
  readonly body: Text;
  readonly action: Text;
  /** null: the button acts at once (resume sending). */
  readonly place: string | null;
}
type Params = AttentionItem['params'];
const number = (params: Params, name: string): number => Number(params[name] ?? 0);

export function attentionText({ code, params }: AttentionItem, formats: Formats): AttentionText {
  const values = {
    protocol: String(params['protocol'] ?? ''),
    port: String(params['port'] ?? ''),
    domain: String(params['domain'] ?? ''),
    address: String(params['address'] ?? ''),
    free: formats.bytes(number(params, 'freeBytes')),
    since: formats.dateTime(number(params, 'since')),
    day: formats.day(number(params, 'endsAt')),
  };
  return {
    title: { key: `attention.${code}.title`, values },
    body: code === 'listenerFailed' ? listenerText(params) : { key: `attention.${code}.body`, values },
    action: { key: `attention.${code}.action` },
    place:
      code === 'queuePaused'
        ? null
        : code === 'dnsWrong' || code === 'dnsUnchecked'
          ? domainPath(values.domain)
          : PLACE[code],
  };
}

/** Why a port did not open, and the cure. */
function listenerText(params: Params): Text {
  const program = String(params['program'] ?? '');
  switch (params['reason']) {
    case 'inUse':
      return program === ''
        ? { key: 'attention.listenerInUse' }
        : { key: 'attention.listenerHeldBy', values: { program } };
    case 'notPermitted':
      return { key: 'attention.listenerNotPermitted' };
    case 'addressUnavailable':
      return { key: 'attention.listenerNoAddress' };
    default:
      return { key: 'attention.listenerOther' };
  }
}

export const HEALTH_TONE: Readonly<Record<HealthItem['state'], Tone>> = {
  ok: 'ok',
  warn: 'warn',
  bad: 'bad',
  unknown: 'neutral',
};

/** One line about a check: the figure where there is one, else the verdict. */
export function healthText({ code, state, params }: HealthItem, formats: Formats): Text {
  const isOk = state === 'ok';
  if (state === 'unknown' && code !== 'dns' && code !== 'backup') return { key: 'health.says.unknown' };
  switch (code) {
    case 'listeners':
      return { key: isOk ? 'health.says.listenersOk' : 'health.says.listenersBad' };
    case 'store':
      return { key: isOk ? 'health.says.storeOk' : 'health.says.storeBad' };
    case 'disk':
      return { key: 'health.says.disk', values: { free: formats.bytes(number(params, 'freeBytes')) } };
    case 'queue':
      return { key: isOk ? 'health.says.queueOk' : 'health.says.queueBad' };
    case 'certificate':
      return { key: 'health.says.certificateUntil', values: { day: formats.day(number(params, 'endsAt')) } };
    case 'dns':
      return {
        key: isOk ? 'health.says.dnsOk' : state === 'unknown' ? 'health.says.dnsUnknown' : 'health.says.dnsBad',
      };
    case 'backup':
      return { key: isOk ? 'health.says.ok' : 'health.says.backupNone' };
  }
}
