/** postane status, health, check, login-link. */
import { CannotError } from './cli-error.ts';
import { command } from './command.ts';
import { bytes, table, time } from './table.ts';

export const statusCommands = [
  command('status', 'what runs', async ({ control, args, show }) => {
    args.end();
    const status = await control.call('status.get');
    show(status, () => {
      const listeners = table(
        ['PROTOCOL', 'PORT', 'TLS', 'STATE'],
        status.listeners.map((one) => [
          one.protocol,
          `${one.host}:${one.port}`,
          one.tls,
          one.error === null ? one.state : `${one.state}: ${one.error.message}`,
        ]),
      );
      return `Postane ${status.version} on ${status.hostname}, since ${time(status.startedAt)}\nQueue: ${status.queue.waiting} waiting, ${status.queue.held} held${status.queue.paused ? ', sending paused' : ''}\nDisk: ${bytes(status.diskFreeBytes)} free${status.writable ? '' : ', NO MAIL IS TAKEN: the disk refuses'}\n\n${listeners}`;
    });
  }),
  command('health', 'what needs a look; exit 1 when something is bad', async ({ control, args, show }) => {
    args.end();
    const health = await control.call('health.get');
    show(health, () =>
      table(
        ['WHAT', 'STATE', 'FACTS'],
        health.items.map((item) => [
          item.code,
          item.state,
          Object.entries(item.params)
            .map(([name, value]) => `${name}=${value}`)
            .join(' '),
        ]),
      ),
    );
    if (health.items.some((item) => item.state === 'bad')) throw new CannotError('something needs your attention');
  }),
  command(
    'check [--bodies] [--repair]',
    'verify the store: counts, references, quotas, with --bodies every checksum',
    async ({ control, args, show }) => {
      const request = { bodies: args.flag('--bodies'), repair: args.flag('--repair') };
      args.end();
      const report = await control.call('store.check', request);
      show(report, () => {
        const findings = report.findings.map(
          (finding) => `  ${finding.code}: ${finding.detail}${finding.repaired ? ' (repaired)' : ''}\n`,
        );
        return `${report.mailboxes} mailboxes, ${report.messages} messages, ${report.bodies} bodies, ${bytes(report.bodyBytes)}: ${findings.length === 0 ? 'all right' : `${findings.length} findings`}\n${findings.join('')}`;
      });
      if (report.findings.some((finding) => !finding.repaired))
        throw new CannotError(
          request.repair ? 'not everything could be repaired' : 'the store needs repair: postane check --repair',
        );
    },
  ),
  command('login-link', 'a link that opens the screens in a browser, once', async ({ control, args, show }) => {
    args.end();
    const { url } = await control.call('web.loginLink');
    if (url === null) throw new CannotError('no web screens are served: set https.port');
    show({ url }, () => `${url}\n`);
  }),
];
