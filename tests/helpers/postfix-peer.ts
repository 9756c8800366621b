/** Debian's Postfix as the outside world: an own instance on loopback that takes mail for uzak.test into Maildirs. For tests. */
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from './free-port.ts';
import { run, until } from './postane.ts';

export interface PostfixPeer {
  readonly port: number;
  /** Sources of the letters of that person, in no order. */
  mail(localpart: string): string[];
  log(): string;
  /** Answers of the recipient check, as Postfix's access(5) wants them; in force when the promise resolves. */
  setAccess(lines: readonly string[]): Promise<void>;
  /** Sends through Postfix's queue. */
  send(from: string, to: string, text: string): Promise<void>;
  queue(): Promise<string>;
  flush(): Promise<void>;
  stop(): Promise<void>;
}
export interface PostfixOptions {
  /** Where Postfix delivers mail for a domain: `firma.test` to host:port. */
  readonly transports: Readonly<Record<string, { readonly host: string; readonly port: number }>>;
  readonly people: readonly string[];
  /** Further lines of main.cf; they hold against those above them. */
  readonly settings?: readonly string[];
}

const MASTER = (port: number) => `127.0.0.1:${port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
local unix - n n - - local
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
`;

function mainConfig(base: string, ids: { readonly uid: number; readonly gid: number }): string {
  return `compatibility_level = 3.6
config_directory = ${base}/conf
queue_directory = ${base}/spool
data_directory = ${base}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
myhostname = mx.uzak.test
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
alias_maps =
alias_database =
disable_dns_lookups = yes
smtp_host_lookup = native
transport_maps = texthash:${base}/conf/transport
virtual_mailbox_domains = uzak.test
virtual_mailbox_base = ${base}/mail
virtual_mailbox_maps = texthash:${base}/conf/people
virtual_uid_maps = static:${ids.uid}
virtual_gid_maps = static:${ids.gid}
virtual_minimum_uid = 1
smtpd_recipient_restrictions = check_recipient_access texthash:${base}/conf/access, permit_mynetworks, reject_unauth_destination
smtpd_tls_cert_file = ${base}/tls.crt
smtpd_tls_key_file = ${base}/tls.key
smtpd_tls_security_level = may
smtp_tls_security_level = may
smtp_tls_loglevel = 1
smtputf8_enable = yes
minimal_backoff_time = 5s
queue_run_delay = 5s
maillog_file_prefixes = ${base}, /dev/stdout
maillog_file = ${base}/mail.log
`;
}

export async function startPostfix(options: PostfixOptions): Promise<PostfixPeer> {
  const base = mkdtempSync(path.join(tmpdir(), 'postfix-peer-'));
  chmodSync(base, 0o755);
  const port = await freePort();
  const id = async (flag: string, user: string) => Number((await run('id', [flag, user])).out);
  const ids = { uid: await id('-u', 'postfix'), gid: await id('-g', 'postfix') };
  for (const folder of ['conf', 'spool', 'data', 'mail']) mkdirSync(path.join(base, folder));
  for (const folder of ['data', 'mail']) chownSync(path.join(base, folder), ids.uid, ids.gid);
  const write = (name: string, text: string) => writeFileSync(path.join(base, 'conf', name), text);
  write('main.cf', mainConfig(base, ids) + (options.settings ?? []).map((line) => `${line}\n`).join(''));
  write('master.cf', MASTER(port));
  write('people', options.people.map((person) => `${person}@uzak.test ${person}/\n`).join(''));
  write(
    'transport',
    Object.entries(options.transports)
      .map(([domain, to]) => `${domain} smtp:[${to.host}]:${to.port}\n`)
      .join(''),
  );
  write('access', '');
  await must('openssl', [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-keyout',
    `${base}/tls.key`,
    '-out',
    `${base}/tls.crt`,
    '-days',
    '2',
    '-subj',
    '/CN=mx.uzak.test',
  ]);
  const postfix = (...args: string[]) => must('postfix', ['-c', `${base}/conf`, ...args]);
  await postfix('start');
  const folder = (localpart: string) => path.join(base, 'mail', localpart, 'new');
  return {
    port,
    mail: (localpart) =>
      existsSync(folder(localpart))
        ? readdirSync(folder(localpart)).map((name) => readFileSync(path.join(folder(localpart), name), 'utf8'))
        : [],
    log: () => (existsSync(`${base}/mail.log`) ? readFileSync(`${base}/mail.log`, 'utf8') : ''),
    async setAccess(lines) {
      write('access', lines.map((line) => `${line}\n`).join(''));
      await postfix('reload');
      // smtpd processes end at their own time after a reload; until a new one answers the old rules may hold.
      await new Promise((resolve) => setTimeout(resolve, 1500));
    },
    async send(from, to, text) {
      await must('sendmail', ['-C', `${base}/conf`, '-i', '-f', from, to], text);
    },
    queue: async () => (await must('postqueue', ['-c', `${base}/conf`, '-p'])).out,
    flush: async () => void (await must('postqueue', ['-c', `${base}/conf`, '-f'])),
    async stop() {
      await postfix('stop');
      await until(async () => (await run('postfix', ['-c', `${base}/conf`, 'status'])).code !== 0, 10_000);
      rmSync(base, { recursive: true, force: true });
    },
  };
}

async function must(command: string, args: readonly string[], input = '') {
  const result = await run(command, args, { input });
  if (result.code !== 0)
    throw new Error(`${command} ${args.join(' ')}: exit ${result.code}\n${result.out}${result.err}`);
  return result;
}
