/** SPF, DKIM and DMARC of a letter under a deadline. What throws is `failed`, what is late is a temporary error; neither is a pass. RFC 8601 2.7 */
import type { MxDeps, SenderCheck } from './smtp-deps.ts';
import type { AuthResult } from '../../model/auth-result.ts';
import type { SessionId } from '../../model/ids.ts';
import type { SenderReport } from '../../policy/content.ts';

export interface CheckedSender {
  readonly report: SenderReport;
  /** Authentication-Results with its CRLF; '' when the check failed. */
  readonly field: string;
}
export async function checkSender(
  deps: MxDeps,
  input: Omit<SenderCheck, 'signal'>,
  session: SessionId,
): Promise<CheckedSender> {
  const abort = new AbortController();
  let cancel: () => void = () => undefined;
  const deadline = new Promise<CheckedSender>((late) => {
    cancel = deps.clock.after(deps.limits.senderCheckMs, () => late(tooLate(deps, input)));
  });
  const trouble = (reason: string): void => deps.emit('mailauth.unavailable', { reason }, { session });
  let inTime = true;
  const check = deps.checkSender({ ...input, signal: abort.signal }).then(
    ({ result, field }): CheckedSender => ({ report: { kind: 'checked', result }, field }),
    (error: unknown): CheckedSender => {
      if (inTime) trouble(String(error));
      return { report: { kind: 'failed' }, field: '' };
    },
  );
  const outcome = await Promise.race([
    check.then((checked) => ({ checked, late: false })),
    deadline.then((checked) => ({ checked, late: true })),
  ]);
  inTime = false;
  cancel();
  if (outcome.late) {
    abort.abort();
    trouble(`no result within ${deps.limits.senderCheckMs / 1000} s`);
  }
  return outcome.checked;
}

function tooLate(deps: MxDeps, { sender, helo }: Omit<SenderCheck, 'signal'>): CheckedSender {
  const domain = sender?.domain ?? helo;
  const result: AuthResult = {
    spf: { result: 'temperror', domain },
    dkim: [],
    dmarc: { result: 'temperror', domain, policy: null },
  };
  const field = `Authentication-Results: ${deps.hostname()};\r\n\tspf=temperror; dmarc=temperror (no result in time)\r\n`;
  return { report: { kind: 'checked', result }, field };
}
