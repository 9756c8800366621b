/** What is left of a subject without the signs of replies and forwards. RFC 5256 2.1 */
export interface BaseSubject {
  readonly text: string;
  /** Such a sign was there: "Re:", "Fw:", "Fwd:", "(fwd)" or "[fwd: ...]". RFC 5256 3 (REFERENCES, step 5) */
  readonly isReply: boolean;
}

const WSP_AT_END = /[ \t]+$/;
const FWD_AT_END = /\(fwd\)$/i;
/** subj-leader = (*subj-blob subj-refwd) / WSP, where subj-refwd = ("re" / ("fw" ["d"])) *WSP [subj-blob] ":" */
const WSP_AT_START = /^[ \t]+/;
const LEADER = /^(?:\[[^[\]]*\][ \t]*)*(?:re|fwd?)[ \t]*(?:\[[^[\]]*\][ \t]*)?:/i;
/** subj-blob = "[" *BLOBCHAR "]" *WSP */
const BLOB = /^\[[^[\]]*\][ \t]*/;
const FORWARDED = /^\[fwd:(.*)\]$/i;
/** What cannot hold any of the signs above needs no second look. */
const PLAIN = /^[^\s[\]():]+(?: [^\s[\]():]+)*$/;

/** @param subject decoded, on one line */
export function baseSubject(subject: string): BaseSubject {
  if (PLAIN.test(subject)) return { text: subject, isReply: false };
  let text = subject.replace(/[ \t\r\n]+/g, ' ');
  let isReply = false;
  for (;;) {
    const trimmed = withoutTrailers(text);
    const bare = withoutLeaders(trimmed.text);
    isReply ||= trimmed.isReply || bare.isReply;
    text = bare.text;
    const inner = FORWARDED.exec(text)?.[1];
    if (inner === undefined) return { text, isReply };
    isReply = true;
    text = inner;
  }
}

/** Step 2. */
function withoutTrailers(subject: string): BaseSubject {
  let text = subject.replace(WSP_AT_END, '');
  let isReply = false;
  while (FWD_AT_END.test(text)) {
    isReply = true;
    text = text.slice(0, -'(fwd)'.length).replace(WSP_AT_END, '');
  }
  return { text, isReply };
}

/** Steps 3 to 5. */
function withoutLeaders(subject: string): BaseSubject {
  let text = subject;
  let isReply = false;
  for (;;) {
    const before = text;
    text = text.replace(WSP_AT_START, '');
    const leader = LEADER.exec(text)?.[0];
    if (leader !== undefined) {
      isReply = true;
      text = text.slice(leader.length);
    }
    const blob = BLOB.exec(text)?.[0];
    if (blob !== undefined && blob.length < text.length) text = text.slice(blob.length);
    if (text === before) return { text, isReply };
  }
}
