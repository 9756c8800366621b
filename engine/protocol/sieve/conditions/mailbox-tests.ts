/** `mailboxexists` (RFC 5490 3.1), `mailboxidexists` (RFC 9042 5), `specialuse_exists` (RFC 8579 3) */
import type { TestDefinition } from '../compile/definition.ts';

export const mailboxexistsTest: TestDefinition = {
  extension: 'mailbox',
  signature: { positional: ['texts'] },
  compile(args) {
    const names = args.texts(0);
    return {
      holds: (machine) => names.every((name) => machine.context.mailboxes.exists(name.expand(machine))),
    };
  },
};

export const mailboxidexistsTest: TestDefinition = {
  extension: 'mailboxid',
  signature: { positional: ['texts'] },
  compile(args) {
    const ids = args.texts(0);
    return { holds: (machine) => ids.every((id) => machine.context.mailboxes.idExists(id.expand(machine))) };
  },
};

export const specialuseExistsTest: TestDefinition = {
  extension: 'special-use',
  signature: { positional: ['text', 'texts'], firstOptional: true },
  compile(args) {
    const name = args.hasFirst ? args.text(0) : null;
    const uses = args.texts(1);
    return {
      holds: (machine) => {
        const mailbox = name?.expand(machine) ?? null;
        return uses.every((use) => machine.context.mailboxes.hasSpecialUse(mailbox, use.expand(machine)));
      },
    };
  },
};
