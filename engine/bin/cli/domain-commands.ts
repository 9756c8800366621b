/** postane domain add, list, remove, catch-all. */
import { command } from './command.ts';
import { accountNamed, allPages, domainNamed } from './lookup.ts';
import { table } from './table.ts';

export const domainCommands = [
  command('domain add NAME', 'serve mail for a domain', async ({ control, args, show }) => {
    const name = args.word('NAME');
    args.end();
    const domain = await control.call('domains.create', { name });
    show(domain, () => `${domain.name} is set up. Its DNS records: postane dns expected ${domain.name}\n`);
  }),
  command('domain list', 'domains', async ({ control, args, show }) => {
    args.end();
    const domains = await allPages((after) => control.call('domains.list', { after }));
    show(domains, () =>
      table(
        ['DOMAIN', 'STATUS', 'ACCOUNTS', 'ALIASES'],
        domains.map((domain) => [domain.name, domain.status, String(domain.accounts), String(domain.aliases)]),
      ),
    );
  }),
  command(
    'domain catch-all NAME [ADDRESS]',
    'who gets what nobody else gets; without ADDRESS: nobody',
    async ({ control, args, show }) => {
      const domain = await domainNamed(control, args.word('NAME'));
      const [address] = args.rest();
      const catchAll = address === undefined ? null : (await accountNamed(control, address)).id;
      const changed = await control.call('domains.update', { id: domain.id, catchAll });
      show(
        changed,
        () =>
          `Letters to unknown names at ${domain.name} ${address === undefined ? 'are refused' : `go to ${address}`}.\n`,
      );
    },
  ),
  command('domain remove NAME', 'stop serving a domain that has no accounts', async ({ control, args, show }) => {
    const domain = await domainNamed(control, args.word('NAME'));
    args.end();
    await control.call('domains.remove', { id: domain.id });
    show({ removed: domain.name }, () => `${domain.name} is removed.\n`);
  }),
];
