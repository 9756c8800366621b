/** Everything a reader thread can be asked: each answer is as of one commit. */
import * as appPasswords from './statements/app-passwords.ts';
import * as credentials from './statements/credentials.ts';
import * as directory from './statements/directory-reads.ts';
import { changedSince, fetchRows } from './statements/fetch-rows.ts';
import { checkStore, hashBodies } from './statements/integrity-check.ts';
import { bodyOf, getLetter, hourlyCounts, searchLetters } from './statements/letter-reads.ts';
import { acl } from './statements/mailbox-access.ts';
import * as mailboxes from './statements/mailbox-rows.ts';
import * as messages from './statements/message-reads.ts';
import { metadataEntries } from './statements/metadata.ts';
import * as queue from './statements/queue-reads.ts';
import { accountQuota } from './statements/quota.ts';
import { allSettings } from './statements/settings.ts';
import type { SearchIndex } from './search-index.ts';
import type { RowCache } from './row-cache.ts';
import type { Sql } from './sql.ts';
import type { TextOps } from './text-ops.ts';
import type { SegmentReader } from '../segments/segment-reader.ts';
import type { BodyId } from '../../model/ids.ts';

export interface ReadContext {
  readonly sql: Sql;
  readonly segments: SegmentReader;
  readonly search: SearchIndex;
  readonly searchBudgetMs: number;
  readonly rows: RowCache;
  readonly dataFolder: string;
}
export interface BodyLocation {
  readonly segment: number;
  readonly offset: number;
  readonly length: number;
}

function reading<A extends unknown[], R>(read: (sql: Sql, ...args: A) => R): (context: ReadContext, ...args: A) => R {
  return (context, ...args) => read(context.sql, ...args);
}
function locateBodies(sql: Sql, ids: readonly BodyId[]): (BodyLocation | null)[] {
  const text = 'SELECT segment, offset, length FROM bodies WHERE id = ?';
  return ids.map((id) => sql.row<BodyLocation>(text, id) ?? null);
}
export const READ_OPS = {
  listMailboxes: reading(mailboxes.listMailboxes),
  sharedMailboxes: reading(mailboxes.sharedMailboxes),
  findMailbox: reading(mailboxes.findMailbox),
  acl: reading(acl),
  metadataEntries: reading(metadataEntries),
  mailboxById: reading(mailboxes.mailboxById),
  subscriptions: reading(mailboxes.subscriptions),
  uids: reading(messages.listUids),
  page: reading(messages.readPage),
  fetchRows,
  changedSince: reading(changedSince),
  expungedSince: reading(messages.expungedSince),
  keywords: reading(messages.keywordsInUse),
  locateBodies: reading(locateBodies),
  nextDueAt: reading(queue.nextDueAt),
  listQueue: reading(queue.listQueue),
  getEntry: reading(queue.getEntry),
  queueSummary: reading(queue.queueSummary),
  searchLetters: reading(searchLetters),
  getLetter: reading(getLetter),
  bodyOf: reading(bodyOf),
  hourlyCounts: reading(hourlyCounts),
  resolveAddress: reading(directory.resolveAddress),
  account: reading(directory.account),
  accountQuota: reading(accountQuota),
  accountByAddress: reading(directory.accountByAddress),
  ownAddresses: reading(directory.ownAddresses),
  domains: reading(directory.domains),
  domain: reading(directory.domain),
  dkimKey: reading(directory.dkimKey),
  accounts: reading(directory.accounts),
  aliases: reading(directory.aliases),
  credentialByAddress: reading(credentials.credentialByAddress),
  scramByAddress: reading(appPasswords.scramByAddress),
  scramParameters: reading(credentials.scramParameters),
  hasScramKeys: reading(credentials.hasScramKeys),
  appPasswords: reading(appPasswords.appPasswords),
  appPassword: reading(appPasswords.appPassword),
  fakeSaltSecret: reading(credentials.fakeSaltSecret),
  webLogin: reading(credentials.webLogin),
  allSettings: reading(allSettings),
  check: (context: ReadContext) =>
    context.sql.db.transaction(() => checkStore({ sql: context.sql }, false, context.dataFolder))(),
  hashBodies: (context: ReadContext) => hashBodies(context.sql, context.segments),
} as const;
export type ReadOps = typeof READ_OPS & TextOps;
