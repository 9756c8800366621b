/** postane account add, list, passwd, remove. */
import { formatAddress } from '../../model/address-text.ts';
import type { ControlClient } from '../../control/client.ts';
import { ControlFailure, type Request } from '../../control/contract.ts';
import { sizeOf } from './arguments.ts';
import { CannotError } from './cli-error.ts';
import { command, type CliContext } from './command.ts';
import { accountNamed, allPages } from './lookup.ts';
import { bytes, table } from './table.ts';

const passwordFrom = async (context: CliContext): Promise<string | undefined> =>
  context.args.flag('--password-stdin') ? context.readLine() : undefined;
const passwordLine = (generated: string | null): string =>
  generated === null ? '' : `Password (shown only now): ${generated}\n`;

/** @throws CannotError that says so when the address is taken */
async function createNew(control: ControlClient, request: Request<'accounts.create'>) {
  try {
    return await control.call('accounts.create', request);
  } catch (error) {
    if (error instanceof ControlFailure && error.error.code === 'conflict')
      throw new CannotError(`${request.address} exists already: ${error.message}`);
    throw error;
  }
}

export const accountCommands = [
  command(
    'account add ADDRESS [--name NAME] [--password-stdin] [--quota 1GB] [--role ROLE]',
    'add a person',
    async (context) => {
      const { control, args, show } = context;
      const quota = args.option('--quota');
      const role = args.option('--role');
      const displayName = args.option('--name');
      const password = await passwordFrom(context);
      const address = args.word('ADDRESS');
      args.end();
      const made = await createNew(control, {
        address,
        displayName: displayName ?? address.split('@')[0]!,
        ...(password === undefined ? {} : { password }),
        ...(quota === null ? {} : { quotaBytes: sizeOf(quota) }),
        ...(role === null ? {} : { role: role as 'account' }),
      });
      show(
        { ...made.account, address: formatAddress(made.account.address), generatedPassword: made.generatedPassword },
        () => `${formatAddress(made.account.address)} is added.\n${passwordLine(made.generatedPassword)}`,
      );
    },
  ),
  command('account list', 'people', async ({ control, args, show }) => {
    args.end();
    const accounts = await allPages((after) => control.call('accounts.list', { after }));
    const rows = accounts.map((account) => ({ ...account, address: formatAddress(account.address) }));
    show(rows, () =>
      table(
        ['ADDRESS', 'NAME', 'ROLE', 'STATUS', 'USED', 'QUOTA'],
        rows.map((row) => [
          row.address,
          row.displayName,
          row.role,
          row.status,
          bytes(row.usedBytes),
          row.quotaBytes === null ? 'none' : bytes(row.quotaBytes),
        ]),
      ),
    );
  }),
  command(
    'account passwd ADDRESS [--password-stdin]',
    'a new password; without --password-stdin one is made',
    async (context) => {
      const { control, args, show } = context;
      const password = await passwordFrom(context);
      const account = await accountNamed(control, args.word('ADDRESS'));
      args.end();
      const { generatedPassword } = await control.call('accounts.setPassword', {
        id: account.id,
        ...(password === undefined ? {} : { password }),
      });
      show(
        { generatedPassword },
        () => `The password of ${formatAddress(account.address)} is changed.\n${passwordLine(generatedPassword)}`,
      );
    },
  ),
  command('account quota ADDRESS SIZE', 'how much a mailbox may hold: 1GB, none', async ({ control, args, show }) => {
    const account = await accountNamed(control, args.word('ADDRESS'));
    const quotaBytes = sizeOf(args.word('SIZE'));
    args.end();
    const changed = await control.call('accounts.update', { id: account.id, quotaBytes });
    show(
      changed,
      () => `${formatAddress(account.address)} may hold ${quotaBytes === null ? 'any amount' : bytes(quotaBytes)}.\n`,
    );
  }),
  command('account remove ADDRESS', 'remove a person with all letters', async ({ control, args, show }) => {
    const account = await accountNamed(control, args.word('ADDRESS'));
    args.end();
    const address = formatAddress(account.address);
    await control.call('accounts.remove', { id: account.id, confirmAddress: address });
    show({ removed: address }, () => `${address} is removed.\n`);
  }),
];
