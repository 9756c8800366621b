/** `address`. RFC 5228 5.1, RFC 5233, `:index` of RFC 5260 6 */
import { ScriptError } from '../grammar/script-problem.ts';
import type { TestDefinition } from '../compile/definition.ts';
import type { Template } from '../compile/template.ts';
import { ADDRESS_TAGS, addressPart, readAddressPart, type AddressPart } from '../match/address-part.ts';
import { MATCH_TAGS, readMatcher } from '../match/match-arguments.ts';
import { matchAny } from '../match/matcher.ts';
import { fieldAddresses } from '../message/address-text.ts';
import { decodeFieldText } from '../message/field-text.ts';
import { expandNames } from './header-names.ts';
import { chooseFields, INDEX_TAGS, readFieldChoice } from './index-arguments.ts';

/** Fields whose values are addresses. */
const ADDRESS_FIELDS = new Set(
  'from to cc bcc sender reply-to resent-from resent-to resent-cc resent-bcc resent-sender resent-reply-to delivered-to x-original-to apparently-to mail-followup-to mail-reply-to return-path return-receipt-to disposition-notification-to errors-to x-delivered-to envelope-to x-envelope-from x-envelope-to original-recipient approved'.split(
    ' ',
  ),
);

export const addressTest: TestDefinition = {
  extension: null,
  signature: { tags: { ...MATCH_TAGS, ...ADDRESS_TAGS, ...INDEX_TAGS }, positional: ['texts', 'texts'] },
  compile(args, scope) {
    const matcher = readMatcher(args, scope);
    const choice = readFieldChoice(args);
    const part = readAddressPart(args);
    const names = checkAddressFields(args.texts(0));
    const keys = args.texts(1);
    return {
      holds: (machine) => {
        const all = expandNames(names, machine)
          .filter((name) => ADDRESS_FIELDS.has(name.toLowerCase()))
          .flatMap((name) => machine.letter.rawFields(name));
        const fields = chooseFields(all, choice);
        machine.budget.spend(fields.reduce((sum, field) => sum + field.length, 0));
        return matchAny(
          matcher,
          machine,
          fields.flatMap((field) => parts(field, part)),
          keys,
        );
      },
    };
  },
};

/** A value without any address is compared whole, by :all alone. */
function parts(field: string, part: AddressPart): string[] {
  const addresses = fieldAddresses(field);
  if (addresses.length === 0) return part === 'all' && field !== '' ? [decodeFieldText(field)] : [];
  return addresses.map((address) => addressPart(address, part)).filter((text) => text !== null);
}

function checkAddressFields(names: readonly Template[]): readonly Template[] {
  for (const { constant, at } of names) {
    if (constant !== null && !ADDRESS_FIELDS.has(constant.toLowerCase()))
      throw new ScriptError('badHeader', at, `The field ${constant} holds no addresses. Use the test header for it`);
  }
  return names;
}
