/** postane cert list, issue, import, export-ca. */
import { readFile } from 'node:fs/promises';
import type { CertificateInfo } from '../../control/contract.ts';
import { CannotError } from './cli-error.ts';
import { command } from './command.ts';
import { time } from './table.ts';

const textOf = (info: CertificateInfo): string =>
  `${info.names.join(', ')}\nfrom ${info.issuer}, ${time(info.notBefore)} to ${time(info.notAfter)}\nSHA-256 ${info.fingerprint}\n`;
async function fileText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new CannotError(`${path} cannot be read: ${(error as Error).message}`);
  }
}
export const certCommands = [
  command('cert list', 'the certificate in use', async ({ control, args, show }) => {
    args.end();
    const info = await control.call('certificate.get');
    show(info, () => textOf(info));
  }),
  command('cert issue', 'a new certificate from the office CA', async ({ control, args, show }) => {
    args.end();
    const info = await control.call('certificate.issue');
    show(info, () => textOf(info));
  }),
  command('cert import CERTIFICATE.pem KEY.pem', 'use a certificate of your own', async ({ control, args, show }) => {
    const certificatePem = await fileText(args.word('CERTIFICATE.pem'));
    const keyPem = await fileText(args.word('KEY.pem'));
    args.end();
    const info = await control.call('certificate.importPem', { certificatePem, keyPem });
    show(info, () => textOf(info));
  }),
  command(
    'cert export-ca',
    'the office CA as PEM, for devices that should trust us',
    async ({ control, args, print }) => {
      args.end();
      print(`${(await control.call('certificate.exportCa')).pem.trimEnd()}\n`);
    },
  ),
];
