/** Every test that is no compound, by name. */
import { addressTest } from '../conditions/address.ts';
import { bodyTest } from '../conditions/body.ts';
import { duplicateTest, environmentTest, ihaveTest, spamtestTest } from '../conditions/context-tests.ts';
import { currentdateTest, dateTest } from '../conditions/date.ts';
import { envelopeTest } from '../conditions/envelope.ts';
import { existsTest, headerTest } from '../conditions/header.ts';
import { mailboxexistsTest, mailboxidexistsTest, specialuseExistsTest } from '../conditions/mailbox-tests.ts';
import { sizeTest } from '../conditions/size.ts';
import { hasflagTest, stringTest } from '../conditions/variable-tests.ts';
import type { TestDefinition } from './definition.ts';

export const TESTS: ReadonlyMap<string, TestDefinition> = new Map([
  ['address', addressTest],
  ['body', bodyTest],
  ['currentdate', currentdateTest],
  ['date', dateTest],
  ['duplicate', duplicateTest],
  ['envelope', envelopeTest],
  ['environment', environmentTest],
  ['exists', existsTest],
  ['hasflag', hasflagTest],
  ['header', headerTest],
  ['ihave', ihaveTest],
  ['mailboxexists', mailboxexistsTest],
  ['mailboxidexists', mailboxidexistsTest],
  ['size', sizeTest],
  ['spamtest', spamtestTest],
  ['specialuse_exists', specialuseExistsTest],
  ['string', stringTest],
]);
