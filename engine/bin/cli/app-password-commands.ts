/** postane app-password list, add, revoke: passwords of single programs and devices. */
import type { AppPassword, AppPasswordProtocol } from '../../control/contract.ts';
import { formatAddress } from '../../model/address-text.ts';
import { APP_PASSWORD_PROTOCOLS } from '../../model/app-password.ts';
import { endOfDay } from './arguments.ts';
import { CannotError, UsageError } from './cli-error.ts';
import { command } from './command.ts';
import { accountNamed } from './lookup.ts';
import { table, time } from './table.ts';

/** What a mail program needs: reading and sending. */
const USUAL = 'imap,submission';

function protocolsOf(text: string): AppPasswordProtocol[] {
  return text.split(',').map((word) => {
    const known = APP_PASSWORD_PROTOCOLS.find((protocol) => protocol === word.trim().toLowerCase());
    if (known === undefined) throw new UsageError(`${word} is none of ${APP_PASSWORD_PROTOCOLS.join(', ')}`);
    return known;
  });
}
function row({ id, label, protocols, createdAt, expiresAt, lastUse }: AppPassword): string[] {
  const used = lastUse === null ? 'never' : `${time(lastUse.at)} ${lastUse.protocol} from ${lastUse.peer}`;
  return [
    String(id),
    label,
    protocols.join(','),
    time(createdAt),
    expiresAt === null ? 'never' : time(expiresAt),
    used,
  ];
}

export const appPasswordCommands = [
  command('app-password list ADDRESS', "a person's app passwords", async ({ control, args, show }) => {
    const account = await accountNamed(control, args.word('ADDRESS'));
    args.end();
    const found = await control.call('appPasswords.list', { account: account.id });
    show(found, () =>
      found.length === 0
        ? `${formatAddress(account.address)} has no app passwords.\n`
        : table(['ID', 'LABEL', 'FOR', 'MADE', 'EXPIRES', 'LAST USED'], found.map(row)),
    );
  }),
  command(
    'app-password add ADDRESS LABEL [--for imap,pop3,submission] [--expires 2030-12-31]',
    `a password for one program or device; for ${USUAL} unless told`,
    async ({ control, args, show }) => {
      const protocols = protocolsOf(args.option('--for') ?? USUAL);
      const expires = args.option('--expires');
      const account = await accountNamed(control, args.word('ADDRESS'));
      const label = args.word('LABEL');
      args.end();
      const { appPassword, password } = await control.call('appPasswords.create', {
        account: account.id,
        label,
        protocols,
        ...(expires === null ? {} : { expiresAt: endOfDay(expires) }),
      });
      show(
        { ...appPassword, password },
        () =>
          `The app password ${appPassword.id} "${appPassword.label}" of ${formatAddress(account.address)} is made, for ${appPassword.protocols.join(', ')}.\nPassword (shown only now): ${password}\n`,
      );
    },
  ),
  command(
    'app-password revoke ID',
    'an app password opens nothing any more; its sessions end',
    async ({ control, args, show }) => {
      const word = args.word('ID');
      args.end();
      if (!/^[1-9]\d{0,14}$/.test(word))
        throw new CannotError(`there is no app password ${word}; see: postane app-password list ADDRESS`);
      const { sessionsEnded } = await control.call('appPasswords.revoke', { id: Number(word) });
      show({ sessionsEnded }, () => `The app password ${word} is revoked; sessions ended: ${sessionsEnded}.\n`);
    },
  ),
];
