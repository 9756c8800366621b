/** Every command that acts, by name; control flow is in compile-commands.ts. */
import { addheaderCommand, deleteheaderCommand } from '../commands/edit-header.ts';
import { addflagCommand, removeflagCommand, setflagCommand } from '../commands/flags.ts';
import { discardCommand, fileintoCommand, keepCommand, stopCommand } from '../commands/keeping.ts';
import { redirectCommand } from '../commands/redirect.ts';
import { erejectCommand, errorCommand, rejectCommand } from '../commands/refusing.ts';
import { setCommand } from '../commands/set.ts';
import { vacationCommand } from '../commands/vacation.ts';
import type { CommandDefinition } from './definition.ts';

export const COMMANDS: ReadonlyMap<string, CommandDefinition> = new Map([
  ['addflag', addflagCommand],
  ['addheader', addheaderCommand],
  ['deleteheader', deleteheaderCommand],
  ['discard', discardCommand],
  ['ereject', erejectCommand],
  ['error', errorCommand],
  ['fileinto', fileintoCommand],
  ['keep', keepCommand],
  ['redirect', redirectCommand],
  ['reject', rejectCommand],
  ['removeflag', removeflagCommand],
  ['set', setCommand],
  ['setflag', setflagCommand],
  ['stop', stopCommand],
  ['vacation', vacationCommand],
]);
