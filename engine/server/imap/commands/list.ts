/** LIST and LSUB. RFC 9051 6.3.9, 7.3.1, RFC 5258, RFC 5819, RFC 6154, RFC 3501 6.3.9 (LSUB), RFC 4314 4, RFC 8440 */
import type { Mailbox } from '../../../model/mailbox.ts';
import { listArguments, lsubArguments, type ListArguments } from '../../../protocol/imap/list-arguments.ts';
import { has, shownRights } from '../../../model/mailbox-rights.ts';
import { matchesPattern, parentsOf } from '../../../protocol/imap/list-pattern.ts';
import { command, LOGGED_IN } from '../imap-command.ts';
import type { ImapSession } from '../imap-session.ts';
import { tellStatus } from '../mailbox-status.ts';

interface Tree {
  readonly mailboxes: ReadonlyMap<string, Mailbox>;
  readonly subscribed: ReadonlySet<string>;
  readonly parents: ReadonlySet<string>;
  /** Levels above shared mailboxes that are no mailboxes for this account. RFC 9051 6.3.9.5 */
  readonly above: ReadonlySet<string>;
}

export const list = command({
  states: LOGGED_IN,
  mayReportExpunge: true,
  parse: listArguments,
  async run(session, args) {
    if (!args.extended && args.patterns[0] === '') return session.respond.untagged('LIST (\\Noselect) "/" ""');
    const tree = await readTree(session);
    const matches = (name: string): boolean =>
      args.patterns.some((pattern) => matchesPattern(args.reference + pattern, name));
    const childInfo = args.selection.includes('RECURSIVEMATCH')
      ? recursiveMatches(tree, args, matches)
      : new Set<string>();
    const isOneLevel = args.patterns.some((pattern) => pattern.endsWith('%'));
    const names = new Set([
      ...tree.mailboxes.keys(),
      ...(isOneLevel ? tree.above : []),
      ...(args.selection.includes('SUBSCRIBED') ? tree.subscribed : []),
      ...childInfo,
    ]);
    for (const name of [...names].filter(matches)) {
      if (!isSelectedBy(tree, args, name) && !childInfo.has(name)) continue;
      tellName(session, tree, args, name, childInfo.has(name));
      await session.respond.flushIfFull();
    }
  },
});

/** Subscribed names; with `%`, also the parents of those below. */
export const lsub = command({
  states: LOGGED_IN,
  mayReportExpunge: true,
  parse: lsubArguments,
  async run(session, { reference, pattern }) {
    const { mailboxes, subscribed } = await readTree(session);
    const full = reference + pattern;
    const implied = [...subscribed].flatMap(parentsOf).filter((name) => !subscribed.has(name));
    for (const name of new Set([...subscribed, ...(full.endsWith('%') ? implied : [])])) {
      if (!matchesPattern(full, name)) continue;
      const attributes = subscribed.has(name) && mailboxes.has(name) ? '' : '\\Noselect';
      session.respond.untagged(`LSUB (${attributes}) "/" ${session.name(name)}`);
    }
  },
});

async function readTree(session: ImapSession): Promise<Tree> {
  const { store, viewer } = session;
  const shared = await store.mailboxes.shared(viewer);
  const all = [...(await store.mailboxes.list(viewer)), ...shared];
  const names = new Set(all.map(({ name }) => name));
  const subscribed = new Set(await store.mailboxes.subscriptions(viewer));
  return {
    mailboxes: new Map(all.map((mailbox) => [mailbox.name, mailbox])),
    subscribed,
    parents: new Set(all.flatMap(({ name }) => parentsOf(name))),
    above: new Set(shared.flatMap(({ name }) => parentsOf(name)).filter((name) => !names.has(name))),
  };
}

function isSelectedBy(tree: Tree, { selection }: ListArguments, name: string): boolean {
  const specialUse = tree.mailboxes.get(name)?.specialUse ?? null;
  if (selection.includes('SUBSCRIBED') && !tree.subscribed.has(name)) return false;
  return !selection.includes('SPECIAL-USE') || specialUse !== null;
}

/** Names that match and have something selected below them which does not match itself. RFC 5258 3.5 */
function recursiveMatches(tree: Tree, args: ListArguments, matches: (name: string) => boolean): Set<string> {
  const selected = [...new Set([...tree.mailboxes.keys(), ...tree.subscribed])].filter(
    (name) => isSelectedBy(tree, args, name) && !matches(name),
  );
  return new Set(selected.flatMap(parentsOf).filter(matches));
}

function tellName(
  session: ImapSession,
  tree: Tree,
  args: ListArguments,
  name: string,
  hasSelectedBelow: boolean,
): void {
  const mailbox = tree.mailboxes.get(name);
  const attributes = [
    ...(mailbox === undefined ? [args.extended ? '\\NonExistent' : '\\Noselect'] : []),
    ...(mailbox !== undefined && !has(mailbox.rights, 'r') ? ['\\Noselect'] : []),
    tree.parents.has(name) ? '\\HasChildren' : '\\HasNoChildren',
    ...(args.extended && tree.subscribed.has(name) ? ['\\Subscribed'] : []),
    ...(mailbox?.specialUse == null
      ? []
      : [`\\${mailbox.specialUse.charAt(0).toUpperCase()}${mailbox.specialUse.slice(1)}`]),
  ];
  const below = hasSelectedBelow
    ? ` ("CHILDINFO" (${args.selection.includes('SUBSCRIBED') ? '"SUBSCRIBED"' : '"SPECIAL-USE"'}))`
    : '';
  session.respond.untagged(`LIST (${attributes.join(' ')}) "/" ${session.name(name)}${below}`);
  if (mailbox === undefined) return;
  if (args.returning.includes('MYRIGHTS'))
    session.respond.untagged(`MYRIGHTS ${session.name(name)} ${shownRights(mailbox.rights)}`);
  if (args.status.length > 0 && has(mailbox.rights, 'r')) tellStatus(session, mailbox, args.status);
}
