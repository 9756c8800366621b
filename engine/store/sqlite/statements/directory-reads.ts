/** Who exists here and what an address means. RFC 5321 4.5.1, RFC 5233, RFC 2142 */
import { addressText } from '../../address-text.ts';
import { pageLimit } from '../../paging.ts';
import { foldLocalpart, foldText } from '../../../lib/fold-text.ts';
import type { Sql } from '../sql.ts';
import type { Page, PageQuery } from '../../store.ts';
import type { Account, Address, AddressResolution, Alias, DkimKey, Domain } from '../../../model/account.ts';
import type { AccountId, AliasId, DomainId, UnixMs } from '../../../model/ids.ts';

type AccountRow = Omit<Account, 'address' | 'lastLogin'> & {
  readonly localpart: string;
  readonly domain: string;
  readonly lastLogin: string | null;
};
interface AliasRow {
  readonly id: AliasId;
  readonly localpart: string;
  readonly domain: string;
  readonly role: number;
}
interface DomainRow {
  readonly id: DomainId;
  readonly name: string;
  readonly status: Domain['status'];
  readonly catchAll: AccountId | null;
}
const ACCOUNT = `SELECT a.id, a.localpart, d.name AS domain, a.displayName, a.role, a.language, a.status, a.quotaBytes, a.usedBytes,
  a.createdAt, a.lastLogin FROM accounts a JOIN domains d ON d.id = a.domainId`;
const ALIAS = 'SELECT s.id, s.localpart, d.name AS domain, s.role FROM aliases s JOIN domains d ON d.id = s.domainId';
const DOMAIN = `SELECT d.id, d.name, d.status, d.catchAll, d.createdAt,
  (SELECT COUNT(*) FROM accounts a WHERE a.domainId = d.id) AS accounts, (SELECT COUNT(*) FROM aliases s WHERE s.domainId = d.id) AS aliases
  FROM domains d`;

function toAccount({ localpart, domain, lastLogin, ...rest }: AccountRow): Account {
  return {
    ...rest,
    address: { localpart, domain },
    lastLogin: lastLogin === null ? null : (JSON.parse(lastLogin) as Account['lastLogin']),
  };
}
function toAlias(sql: Sql, row: AliasRow): Alias {
  const targets = sql.rows<Address>(
    'SELECT localpart, domain FROM aliasTargets WHERE aliasId = ? ORDER BY position',
    row.id,
  );
  const first = targets.length === 0 && row.role === 1 ? firstAdministrator(sql) : null;
  return {
    id: row.id,
    address: { localpart: row.localpart, domain: row.domain },
    targets: first === null ? targets : [first.address],
    role: row.role === 1,
  };
}
/** The one who hears postmaster and abuse while nobody else was named. */
function firstAdministrator(sql: Sql): Account | null {
  const row = sql.row<AccountRow>(
    `${ACCOUNT} WHERE a.role IN ('owner', 'admin') AND a.status <> 'disabled' ORDER BY a.id LIMIT 1`,
  );
  return row === undefined ? null : toAccount(row);
}

export function account(sql: Sql, id: AccountId): Account | null {
  const row = sql.row<AccountRow>(`${ACCOUNT} WHERE a.id = ?`, id);
  return row === undefined ? null : toAccount(row);
}
export function accountByAddress(sql: Sql, address: Address): Account | null {
  const row = sql.row<AccountRow>(
    `${ACCOUNT} WHERE d.name = ? AND a.folded = ?`,
    address.domain,
    foldLocalpart(address.localpart),
  );
  return row === undefined ? null : toAccount(row);
}
function aliasByAddress(sql: Sql, address: Address): Alias | null {
  const row = sql.row<AliasRow>(
    `${ALIAS} WHERE d.name = ? AND s.folded = ?`,
    address.domain,
    foldLocalpart(address.localpart),
  );
  return row === undefined ? null : toAlias(sql, row);
}
export function alias(sql: Sql, id: AliasId): Alias | null {
  const row = sql.row<AliasRow>(`${ALIAS} WHERE s.id = ?`, id);
  return row === undefined ? null : toAlias(sql, row);
}

export function resolveAddress(sql: Sql, address: Address): AddressResolution {
  if (address.domain === '') return resolveBare(sql, address.localpart);
  const domain = sql.row<DomainRow>('SELECT id, name, status, catchAll FROM domains WHERE name = ?', address.domain);
  if (domain === undefined) return { kind: 'foreign' };
  if (domain.status === 'disabled') return { kind: 'disabled' };
  const plus = address.localpart.indexOf('+');
  const exact = resolveExact(sql, address, null);
  if (exact !== null) return exact;
  if (plus > 0) {
    const base = { localpart: address.localpart.slice(0, plus), domain: address.domain };
    const detailed = resolveExact(sql, base, address.localpart.slice(plus + 1));
    if (detailed !== null) return detailed;
  }
  const catchAll = domain.catchAll === null ? null : account(sql, domain.catchAll);
  if (catchAll === null) return { kind: 'unknownLocalpart' };
  return catchAll.status === 'disabled' ? { kind: 'disabled' } : { kind: 'catchAll', account: catchAll };
}

function resolveExact(sql: Sql, address: Address, detail: string | null): AddressResolution | null {
  const found = accountByAddress(sql, address);
  if (found !== null)
    return found.status === 'disabled' ? { kind: 'disabled' } : { kind: 'account', account: found, detail };
  const other = aliasByAddress(sql, address);
  return other === null ? null : { kind: 'alias', alias: other, detail };
}

/** `postmaster` alone is the postmaster of the oldest domain. RFC 5321 4.5.1 */
function resolveBare(sql: Sql, localpart: string): AddressResolution {
  if (foldLocalpart(localpart) !== 'postmaster') return { kind: 'foreign' };
  const domain = sql.value<string>('SELECT name FROM domains ORDER BY id LIMIT 1');
  const found = domain === undefined ? null : resolveExact(sql, { localpart, domain }, null);
  return found ?? { kind: 'unknownLocalpart' };
}

export function ownAddresses(sql: Sql, id: AccountId): Address[] {
  const own = account(sql, id);
  if (own === null) return [];
  const rows = sql.rows<Address & { id: AliasId }>(
    `WITH RECURSIVE leads(id) AS (
       SELECT aliasId FROM aliasTargets WHERE domain = ? AND folded = ?
       UNION
       SELECT t.aliasId FROM leads l JOIN aliases s ON s.id = l.id JOIN domains d ON d.id = s.domainId
         JOIN aliasTargets t ON t.domain = d.name AND t.folded = s.folded)
     SELECT s.id, s.localpart, d.name AS domain FROM leads l JOIN aliases s ON s.id = l.id JOIN domains d ON d.id = s.domainId
     ORDER BY d.name, s.folded`,
    own.address.domain,
    foldLocalpart(own.address.localpart),
  );
  return [own.address, ...rows.map(({ localpart, domain }) => ({ localpart, domain })), ...roleAddresses(sql, own)];
}
function roleAddresses(sql: Sql, own: Account): Address[] {
  if (firstAdministrator(sql)?.id !== own.id) return [];
  return sql.rows<Address>(
    `SELECT s.localpart, d.name AS domain FROM aliases s JOIN domains d ON d.id = s.domainId
     WHERE s.role = 1 AND NOT EXISTS (SELECT 1 FROM aliasTargets t WHERE t.aliasId = s.id) ORDER BY d.name, s.folded`,
  );
}

export function domain(sql: Sql, name: string): Domain | null {
  return sql.row<Domain>(`${DOMAIN} WHERE d.name = ?`, name) ?? null;
}
export function domainById(sql: Sql, id: DomainId): Domain | null {
  return sql.row<Domain>(`${DOMAIN} WHERE d.id = ?`, id) ?? null;
}
export function domains(sql: Sql, query: PageQuery): Page<Domain> {
  const limit = pageLimit(query.limit);
  const rows = sql.rows<Domain>(`${DOMAIN} WHERE d.name > ? ORDER BY d.name LIMIT ?`, query.after ?? '', limit + 1);
  const items = rows.slice(0, limit);
  return { items, next: rows.length > limit ? (items.at(-1)?.name ?? null) : null };
}
export function dkimKey(sql: Sql, name: string): DkimKey | null {
  return (
    sql.row<DkimKey & { createdAt: UnixMs }>(
      `SELECT id AS domainId, name AS domain, dkimSelector AS selector, dkimPrivateKeyPem AS privateKeyPem, dkimPublicKey AS publicKey,
         createdAt FROM domains WHERE name = ?`,
      name,
    ) ?? null
  );
}

/** Ordered by domain, then localpart; the cursor is the last address. */
export function accounts(sql: Sql, query: PageQuery & { readonly text?: string | undefined }): Page<Account> {
  const limit = pageLimit(query.limit);
  const [afterLocalpart, afterDomain] = cursor(query.after);
  const text = foldText(query.text ?? '');
  const rows = sql.rows<AccountRow>(
    `${ACCOUNT} WHERE (d.name, a.folded) > (?, ?) AND instr(foldText(a.displayName || char(10) || a.localpart || '@' || d.name), ?) > 0
     ORDER BY d.name, a.folded LIMIT ?`,
    afterDomain,
    afterLocalpart,
    text,
    limit + 1,
  );
  const items = rows.slice(0, limit).map(toAccount);
  return { items, next: rows.length > limit ? cursorOf(items.at(-1)?.address) : null };
}
/** The text is looked for in the address and in where it leads. */
export function aliases(sql: Sql, query: PageQuery & { readonly text?: string | undefined }): Page<Alias> {
  const limit = pageLimit(query.limit);
  const [afterLocalpart, afterDomain] = cursor(query.after);
  const text = foldText(query.text ?? '');
  const found: Alias[] = [];
  const rows = sql.rows<AliasRow>(
    `${ALIAS} WHERE (d.name, s.folded) > (?, ?) ORDER BY d.name, s.folded`,
    afterDomain,
    afterLocalpart,
  );
  for (const row of rows) {
    const alias = toAlias(sql, row);
    if (!foldText([alias.address, ...alias.targets].map(addressText).join('\n')).includes(text)) continue;
    found.push(alias);
    if (found.length > limit) break;
  }
  const items = found.slice(0, limit);
  return { items, next: found.length > limit ? cursorOf(items.at(-1)?.address) : null };
}
function cursor(after: string | undefined): [string, string] {
  const at = after?.lastIndexOf('@') ?? -1;
  return after === undefined || at < 0 ? ['', ''] : [after.slice(0, at), after.slice(at + 1)];
}
function cursorOf(address: Address | undefined): string | null {
  return address === undefined ? null : `${foldLocalpart(address.localpart)}@${address.domain}`;
}
