/** What the last DNS check of each domain found, for the overview: wrong ones and those never checked. */
import type { DomainDns } from '../control/contract-types.ts';
import type { DirectoryStore } from '../store/directory-store.ts';
import type { ChangeFeed } from '../store/store.ts';

export interface DomainChecks {
  note(check: DomainDns): void;
  state(): { readonly wrong: readonly string[]; readonly unchecked: readonly string[] };
  end(): void;
}

export async function createDomainChecks(
  directory: Pick<DirectoryStore, 'domains'>,
  changes: ChangeFeed,
  onTrouble: (error: unknown) => void,
): Promise<DomainChecks> {
  const checks = new Map<string, DomainDns>();
  let names: readonly string[] = [];
  const read = async (): Promise<void> => {
    names = (await directory.domains({ limit: 500 })).items.map(({ name }) => name);
    for (const known of checks.keys()) if (!names.includes(known)) checks.delete(known);
  };
  await read();
  const end = changes.store((change) => {
    if (change.kind === 'directory') read().catch(onTrouble);
  });
  return {
    note: (check) => void checks.set(check.domain, check),
    state: () => ({
      wrong: names.filter((name) => checks.get(name)?.records.some(isWrong) === true),
      unchecked: names.filter((name) => !checks.has(name)),
    }),
    end,
  };
}
const isWrong = ({ verdict, optional }: DomainDns['records'][number]): boolean =>
  !optional && (verdict === 'missing' || verdict === 'different');
