/** Lets only frames of the right shape and size through from a page to the engine. What they ask for is the dispatcher's matter. */
import type { ClientFrame } from '../engine/control/frames.ts';

const MAX_FRAME_CHARS = 1_048_576;
const MAX_NAME_CHARS = 100;

export type FrameCheck =
  | { readonly kind: 'frame'; readonly frame: ClientFrame }
  /** `id` and `sub` as far as they could be read, so that the refusal finds its asker. */
  | { readonly kind: 'refused'; readonly id?: number; readonly sub?: number; readonly reason: string };

const isNumber = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
const isName = (value: unknown): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= MAX_NAME_CHARS;

function frameOf(value: Readonly<Record<string, unknown>>): ClientFrame | undefined {
  const { id, method, request = null, sub, topic, params = null, unsub } = value;
  if (isNumber(id) && isName(method)) return { id, method, request };
  if (isNumber(sub) && isName(topic)) return { sub, topic, params };
  if (isNumber(unsub)) return { unsub };
  return undefined;
}

/** Never throws; the frame is made anew, so nothing unknown travels along. */
export function checkClientFrame(value: unknown): FrameCheck {
  if (typeof value !== 'object' || value === null) return { kind: 'refused', reason: 'a frame is an object' };
  const record = value as Readonly<Record<string, unknown>>;
  const asker = {
    ...(isNumber(record['id']) ? { id: record['id'] } : {}),
    ...(isNumber(record['sub']) ? { sub: record['sub'] } : {}),
  };
  const frame = frameOf(record);
  if (!frame) return { kind: 'refused', ...asker, reason: 'a frame has id and method, sub and topic, or unsub' };
  const size = jsonChars(frame);
  if (size === undefined) return { kind: 'refused', ...asker, reason: 'the request is not plain data' };
  if (size > MAX_FRAME_CHARS)
    return { kind: 'refused', ...asker, reason: `the request is larger than ${MAX_FRAME_CHARS} characters` };
  return { kind: 'frame', frame };
}

function jsonChars(frame: ClientFrame): number | undefined {
  try {
    return JSON.stringify(frame).length;
  } catch (error) {
    // Structured clone carries more than JSON does: circular values, bigint.
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
