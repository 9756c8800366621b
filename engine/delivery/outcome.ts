/**
 * From a remote's reply or a failure to an outcome. Reply class and enhanced code decide, text never does; what is
 * unknown is temporary. RFC 5321 4.2.1, RFC 3463
 */
import type { DeferReason, DeliveryOutcome, FailReason, RemoteHost } from '../model/queue.ts';
import type { SmtpReply } from '../model/smtp-reply.ts';

const REPLY = /^(\d{3})[ -](?:([245]\.\d{1,3}\.\d{1,3})[ ]?)?(.*)$/s;

/** Reads a reply as it came, lines joined by "\n"; null when it is none. */
export function parseReply(raw: string): SmtpReply | null {
  const lines = raw.split(/\r?\n/).filter((line) => line !== '');
  const first = REPLY.exec(lines[0] ?? '');
  if (first === null) return null;
  const code = Number(first[1]);
  const kind = Math.floor(code / 100);
  const enhanced = lines.map((line) => REPLY.exec(line)?.[2]).find((found) => found !== undefined);
  const text = lines
    .map((line) => REPLY.exec(line)?.[3] ?? line)
    .join(' ')
    .slice(0, 1000);
  const fits = enhanced !== undefined && Number(enhanced[0]) === kind;
  return {
    code,
    enhanced: (fits ? enhanced : `${kind === 2 || kind === 5 ? kind : 4}.0.0`) as SmtpReply['enhanced'],
    text,
  };
}

export function delivered(remote: RemoteHost, reply: SmtpReply, dsnPassedOn: boolean): DeliveryOutcome {
  return { kind: 'delivered', remote, reply, dsnPassedOn };
}
export function deferred(
  reason: DeferReason,
  detail: string,
  remote: RemoteHost | null = null,
  reply: SmtpReply | null = null,
): DeliveryOutcome {
  return { kind: 'deferred', reason, remote, reply, detail };
}
export function failed(
  reason: FailReason,
  detail: string,
  remote: RemoteHost | null = null,
  reply: SmtpReply | null = null,
): DeliveryOutcome {
  return { kind: 'failed', reason, remote, reply, detail };
}
/** A refusal by the remote. Only a 5xx reply is final; anything else, also what we cannot read, is tried again. */
export function refusedBy(remote: RemoteHost, raw: string): DeliveryOutcome {
  const reply = parseReply(raw);
  if (reply === null) return deferred('unclassified', `answer not understood: ${raw.slice(0, 200)}`, remote);
  const said = `${reply.code} ${reply.enhanced} ${reply.text}`;
  return reply.code >= 500 && reply.code < 600
    ? failed('remoteReply', said, remote, reply)
    : deferred('remoteReply', said, remote, reply);
}
