/** Everything the writer thread can be asked to do: intent to transaction. */
import * as appPasswords from './statements/app-passwords.ts';
import * as credentials from './statements/credentials.ts';
import * as directory from './statements/directory-writes.ts';
import * as compaction from './statements/compaction-writes.ts';
import { copy, move } from './statements/copy-writes.ts';
import { setFlags } from './statements/flag-writes.ts';
import { accept, append } from './statements/intake-writes.ts';
import { checkStore } from './statements/integrity-check.ts';
import { changeRights } from './statements/mailbox-access.ts';
import * as mailboxes from './statements/mailbox-writes.ts';
import { setMetadata } from './statements/metadata.ts';
import * as queue from './statements/queue-writes.ts';
import { setQuota } from './statements/quota.ts';
import { expunge } from './statements/remove-messages.ts';
import { setSettings } from './statements/settings.ts';

export const WRITE_OPS = {
  accept,
  append,
  createMailbox: mailboxes.createMailbox,
  renameMailbox: mailboxes.renameMailbox,
  removeMailbox: mailboxes.removeMailbox,
  subscribe: mailboxes.subscribe,
  changeRights,
  setMetadata,
  setSeenPrivate: mailboxes.setSeenPrivate,
  setFlags,
  copy,
  move,
  expunge,
  freeForeignLeases: queue.freeForeignLeases,
  leaseDue: queue.leaseDue,
  settle: queue.settle,
  unlease: queue.unlease,
  setPaused: queue.setPaused,
  retryNow: queue.retryNow,
  hold: queue.hold,
  release: queue.release,
  drop: queue.drop,
  failByHand: queue.failByHand,
  createDomain: directory.createDomain,
  updateDomain: directory.updateDomain,
  removeDomain: directory.removeDomain,
  createAccount: directory.createAccount,
  updateAccount: directory.updateAccount,
  removeAccount: directory.removeAccount,
  noteLogin: directory.noteLogin,
  setQuota,
  createAlias: directory.createAlias,
  updateAlias: directory.updateAlias,
  removeAlias: directory.removeAlias,
  setPassword: credentials.setPassword,
  addAppPassword: appPasswords.addAppPassword,
  removeAppPassword: appPasswords.removeAppPassword,
  noteAppPasswordUse: appPasswords.noteAppPasswordUse,
  addWebLogin: credentials.addWebLogin,
  removeWebLogin: credentials.removeWebLogin,
  setSettings,
  repair: checkStore,
  planCompaction: compaction.planCompaction,
  rewriteBodies: compaction.rewriteBodies,
  removeSegment: compaction.removeSegment,
} as const;
export type WriteOps = typeof WRITE_OPS;
