/** Debian's sieve-test as a second opinion: runs a script over a letter and says what would be done. */
import { execFile } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { compileErrors, readReport } from './oracle-report.ts';
import type { Envelope, Verdict } from './verdict.ts';

export interface Oracle {
  ask(script: string, letter: string, envelope: Envelope): Promise<Verdict>;
  stop(): void;
}
const EXTENSIONS = '+vacation-seconds +editheader +spamtest +spamtestplus +special-use';

export function openOracle(): Oracle {
  const base = mkdtempSync(path.join(tmpdir(), 'postane-sieve-'));
  chmodSync(base, 0o755);
  const home = path.join(base, 'home');
  mkdirSync(home);
  const isRoot = process.getuid?.() === 0;
  const owner = isRoot ? { uid: 65534, gid: 65534 } : { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  for (const folder of [
    home,
    path.join(home, 'Maildir'),
    path.join(home, 'Maildir', '.Archive'),
    path.join(home, 'Maildir', '.Spam'),
  ]) {
    mkdirSync(folder, { recursive: true });
    for (const part of ['cur', 'new', 'tmp'])
      if (folder !== home) mkdirSync(path.join(folder, part), { recursive: true });
  }
  if (isRoot) chownTree(home, owner);
  const config = path.join(base, 'dovecot.conf');
  writeFileSync(config, configuration(home, owner));
  let count = 0;
  return {
    async ask(script, letter, { from, to }) {
      const work = mkdtempSync(path.join(base, `run-${(count += 1)}-`));
      chmodSync(work, 0o755);
      writeFileSync(path.join(work, 'x.sieve'), script);
      writeFileSync(path.join(work, 'letter.eml'), Buffer.from(letter, 'latin1'));
      if (isRoot) chownTree(work, owner);
      const args = [
        '-c',
        config,
        '-r',
        to,
        '-a',
        to,
        '-f',
        from,
        path.join(work, 'x.sieve'),
        path.join(work, 'letter.eml'),
      ];
      const output = await run('sieve-test', args);
      rmSync(work, { recursive: true, force: true });
      return compileErrors(output) ?? readReport(output);
    },
    stop: () => rmSync(base, { recursive: true, force: true }),
  };
}

/** What the program says on both its outputs; that it ends with a failure is part of its answer. */
function run(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { encoding: 'utf8', env: { ...process.env, TZ: 'UTC' } }, (error, out, err) => {
      if (error !== null && typeof error.code !== 'number') reject(error);
      else resolve(`${out}\n${err}`);
    });
  });
}

function chownTree(folder: string, { uid, gid }: { uid: number; gid: number }): void {
  const inside = folder.endsWith('home')
    ? [
        '',
        'Maildir',
        ...['', '/.Archive', '/.Spam'].flatMap((box) =>
          ['', '/cur', '/new', '/tmp'].map((part) => `Maildir${box}${part}`),
        ),
      ]
    : [''];
  for (const each of inside) chownSync(path.join(folder, each), uid, gid);
}

function configuration(home: string, { uid, gid }: { uid: number; gid: number }): string {
  return `ssl = no
log_path = /dev/stderr
mail_home = ${home}
mail_location = maildir:${home}/Maildir
mail_uid = ${uid}
mail_gid = ${gid}
first_valid_uid = 1
postmaster_address = postmaster@example.com
namespace inbox {
  inbox = yes
  separator = /
  mailbox Spam {
    special_use = \\Junk
  }
}
plugin {
  sieve_extensions = ${EXTENSIONS}
  sieve_vacation_min_period = 0
  sieve_vacation_max_period = 90d
  sieve_max_actions = 64
  sieve_max_redirects = 4
  sieve_spamtest_status_type = score
  sieve_spamtest_status_header = X-Spam-Score: ([0-9.]+)
  sieve_spamtest_max_value = 100
}
`;
}
