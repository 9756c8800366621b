/** Debian's Dovecot as a second opinion: an own instance on a loopback port, one mailbox owner, mdbox. For tests. */
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from './free-port.ts';
import { run, until } from './postane.ts';

export interface DovecotPeer {
  readonly imapPort: number;
  readonly login: string;
  readonly password: string;
  log(): string;
  stop(): Promise<void>;
}
const LOGIN = 'ayse';
const PASSWORD = 'sabah';

export async function startDovecot(): Promise<DovecotPeer> {
  const base = mkdtempSync(path.join(tmpdir(), 'postane-dovecot-'));
  const mail = path.join(base, 'mail');
  mkdirSync(mail);
  chmodSync(base, 0o755);
  const { uid, gid } = await mailOwner();
  chownSync(mail, uid, gid);
  const imapPort = await freePort();
  const config = path.join(base, 'dovecot.conf');
  const logFile = path.join(base, 'dovecot.log');
  writeFileSync(config, configuration({ base, mail, imapPort, uid, gid, logFile }));
  writeFileSync(logFile, '');
  const child = spawn('dovecot', ['-F', '-c', config], { stdio: 'ignore' });
  const ended = once(child, 'close');
  await until(() => greets(imapPort), 20_000, 50).catch((error: unknown) => {
    throw new Error(`Dovecot does not greet: ${readFileSync(logFile, 'utf8')}`, { cause: error });
  });
  return {
    imapPort,
    login: LOGIN,
    password: PASSWORD,
    log: () => readFileSync(logFile, 'utf8'),
    async stop() {
      child.kill('SIGTERM');
      await ended;
      rmSync(base, { recursive: true, force: true });
    },
  };
}

/** Dovecot serves no mail of root's: as root the mail belongs to nobody. */
async function mailOwner(): Promise<{ readonly uid: number; readonly gid: number }> {
  const uid = process.getuid?.() ?? 0;
  if (uid !== 0) return { uid, gid: process.getgid?.() ?? 0 };
  const [own, group] = await Promise.all([run('id', ['-u', 'nobody']), run('id', ['-g', 'nobody'])]);
  return { uid: Number(own.out), gid: Number(group.out) };
}

function configuration(at: {
  readonly base: string;
  readonly mail: string;
  readonly imapPort: number;
  readonly uid: number;
  readonly gid: number;
  readonly logFile: string;
}): string {
  const users =
    process.getuid?.() === 0
      ? ''
      : `default_internal_user = ${process.env.USER ?? ''}\ndefault_login_user = ${process.env.USER ?? ''}\n`;
  return `base_dir = ${at.base}/run
state_dir = ${at.base}/run
log_path = ${at.logFile}
listen = 127.0.0.1
protocols = imap
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain
mail_location = mdbox:~/mdbox
mail_fsync = never
first_valid_uid = 1
${users}passdb {
  driver = static
  args = password=${PASSWORD}
}
userdb {
  driver = static
  args = uid=${at.uid} gid=${at.gid} home=${at.mail}/%n
}
namespace inbox {
  inbox = yes
  separator = /
}
service imap-login {
  inet_listener imap {
    port = ${at.imapPort}
  }
  inet_listener imaps {
    port = 0
  }
}
`;
}

async function greets(port: number): Promise<boolean> {
  const socket = net.connect({ host: '127.0.0.1', port });
  try {
    const [greeting] = (await once(socket, 'data')) as [Buffer];
    return greeting.toString('latin1').startsWith('* OK');
  } finally {
    socket.destroy();
  }
}
