/** postane dns expected, check. */
import { explainRecord } from '../../dns-records/explain.ts';
import { CannotError } from './cli-error.ts';
import { command } from './command.ts';
import { table } from './table.ts';

export const dnsCommands = [
  command('dns expected DOMAIN', 'the DNS records the domain should have', async ({ control, args, show }) => {
    const domain = args.word('DOMAIN');
    args.end();
    const records = await control.call('dns.expected', { domain });
    show(records, () =>
      table(
        ['TYPE', 'NAME', 'VALUE'],
        records.map((record) => [
          record.type,
          record.name,
          record.priority === null ? record.value : `${record.priority} ${record.value}`,
        ]),
      ),
    );
  }),
  command('dns check DOMAIN', 'look the records up now', async ({ control, args, show }) => {
    const domain = args.word('DOMAIN');
    args.end();
    const checked = await control.call('dns.check', { domain });
    show(checked, () => {
      const found = table(
        ['STATE', 'TYPE', 'NAME', 'FOUND'],
        checked.records.map((record) => [record.verdict, record.type, record.name, record.found.join(' | ') || '-']),
      );
      const steps = checked.records
        .filter((record) => record.problem !== null)
        .map((record) => `${record.purpose.toUpperCase()}: ${explainRecord(record)}`);
      return steps.length === 0 ? found : `${found}\n${steps.join('\n')}\n`;
    });
    if (checked.records.some((record) => record.verdict === 'missing' || record.verdict === 'different'))
      throw new CannotError(`not all records of ${domain} are right yet`);
  }),
];
