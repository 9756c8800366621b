/** postane alias add, list, set, remove. */
import { formatAddress } from '../../model/address-text.ts';
import { UsageError } from './cli-error.ts';
import { command } from './command.ts';
import { aliasNamed, allPages } from './lookup.ts';
import { table } from './table.ts';

const targetsOf = (words: string[]): string[] => {
  if (words.length === 0) throw new UsageError('TARGET is missing: to whom do the letters go?');
  return words;
};
export const aliasCommands = [
  command('alias add ADDRESS TARGET...', 'another name for one or several people', async ({ control, args, show }) => {
    const address = args.word('ADDRESS');
    const alias = await control.call('aliases.create', { address, targets: targetsOf(args.rest()) });
    show(alias, () => `${address} goes to ${alias.targets.map(formatAddress).join(', ')}.\n`);
  }),
  command('alias list', 'aliases', async ({ control, args, show }) => {
    args.end();
    const aliases = await allPages((after) => control.call('aliases.list', { after }));
    const rows = aliases.map((alias) => ({
      ...alias,
      address: formatAddress(alias.address),
      targets: alias.targets.map(formatAddress),
    }));
    show(rows, () =>
      table(
        ['ALIAS', 'GOES TO'],
        rows.map((row) => [row.address, row.targets.join(', ') || '(nobody yet)']),
      ),
    );
  }),
  command('alias set ADDRESS TARGET...', 'change to whom an alias goes', async ({ control, args, show }) => {
    const alias = await aliasNamed(control, args.word('ADDRESS'));
    const changed = await control.call('aliases.update', { id: alias.id, targets: targetsOf(args.rest()) });
    show(changed, () => `${formatAddress(alias.address)} goes to ${changed.targets.map(formatAddress).join(', ')}.\n`);
  }),
  command('alias remove ADDRESS', 'remove an alias', async ({ control, args, show }) => {
    const alias = await aliasNamed(control, args.word('ADDRESS'));
    args.end();
    await control.call('aliases.remove', { id: alias.id });
    show({ removed: formatAddress(alias.address) }, () => `${formatAddress(alias.address)} is removed.\n`);
  }),
];
