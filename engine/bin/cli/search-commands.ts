/** postane search status, rebuild: the index that searches begin with. docs/decisions/0010 */
import { command } from './command.ts';

export const searchCommands = [
  command('search status', 'how far the search index is', async ({ control, args, show }) => {
    args.end();
    const progress = await control.call('search.progress');
    show(progress, () => progressText(progress));
  }),
  command('search rebuild', 'build the search index again', async ({ control, args, show }) => {
    args.end();
    await control.call('search.rebuild');
    show(
      { rebuilding: true },
      () =>
        'The search index is being built again. Searches stay right meanwhile, some take longer; see: postane search status\n',
    );
  }),
];

/** Letters are indexed in the order of their ids. */
function progressText({ indexed, last }: { readonly indexed: number; readonly last: number }): string {
  if (last === 0) return 'There are no letters yet.\n';
  if (indexed >= last) return 'The search index holds every letter.\n';
  const percent = Math.floor((indexed / last) * 100);
  return `The search index is being built: ${percent} % (letter ${indexed} of ${last}). Searches are right meanwhile, some take longer.\n`;
}
