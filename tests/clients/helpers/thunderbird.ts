/** Starts Thunderbird under Xvfb with an account on the server, and works inside it. For tests. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Person } from '../../helpers/mailbox-of.ts';
import { run, until, type Postane } from '../../helpers/postane.ts';
import { Marionette } from './marionette.ts';

export interface Thunderbird {
  readonly profile: string;
  /** For programs that look at its screen. */
  readonly env: NodeJS.ProcessEnv;
  /** @see Marionette.script; what PRELUDE says and Thunderbird's own `Services`, `Ci`, `Cc` are at hand. */
  script<T>(script: string, args?: readonly unknown[]): Promise<T>;
  /** What it said and heard so far on its IMAP connections, a line each. */
  imapLines(): readonly string[];
  stop(): Promise<void>;
}
type Preferences = Readonly<Record<string, string | number | boolean>>;

/** What each script finds at hand. A folder's path is as people see it, `Arşiv/2026`. */
const PRELUDE = `
const { MailServices } = ChromeUtils.importESModule('resource:///modules/MailServices.sys.mjs');
const server = MailServices.accounts.getAccount('account1').incomingServer;
const folder = (path) => path.split('/').reduce((parent, name) => parent.getChildNamed(name), server.rootFolder)
  .QueryInterface(Ci.nsIMsgImapMailFolder);
const window = Services.wm.getMostRecentWindow('mail:3pane');
const about3Pane = window.document.getElementById('tabmail').currentAbout3Pane;
const headers = (path, numbers) => [...folder(path).messages].filter(({ messageId }) => {
  const number = Number(/^m(\\d+)@/.exec(messageId)?.[1] ?? -1);
  return number >= numbers[0] && number <= numbers[1];
});
const finished = (start) => new Promise((resolve, reject) => {
  const end = (status) => status === 0 ? resolve() : reject(new Error('ended with 0x' + (status >>> 0).toString(16)));
  start({
    QueryInterface: ChromeUtils.generateQI(['nsIUrlListener', 'nsIMsgCopyServiceListener']),
    OnStartRunningUrl() {}, OnStopRunningUrl: (_url, status) => end(status),
    onStartCopy() {}, onProgress() {}, setMessageKey() {}, getMessageId: () => '', onStopCopy: end,
  });
});
const until = async (holds) => {
  const end = Date.now() + 45_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('did not hold: ' + holds);
    await new Promise((resolve) => window.setTimeout(resolve, 100));
  }
};
`;

function preferences(postane: Postane, person: Person, more: Preferences): string {
  const values: Preferences = {
    'marionette.port': 0,
    'mail.accountmanager.accounts': 'account1',
    'mail.accountmanager.defaultaccount': 'account1',
    'mail.account.account1.identities': 'id1',
    'mail.account.account1.server': 'server1',
    'mail.identity.id1.useremail': person.address,
    'mail.identity.id1.fullName': 'Mehmet',
    'mail.identity.id1.valid': true,
    'mail.server.server1.type': 'imap',
    'mail.server.server1.hostname': 'localhost',
    'mail.server.server1.port': postane.port('imaps'),
    'mail.server.server1.socketType': 3,
    'mail.server.server1.authMethod': 3,
    'mail.server.server1.userName': person.address,
    'mail.server.server1.name': 'firma.test',
    'mail.server.server1.login_at_startup': false,
    'mail.startup.enabledMailCheckOnce': true,
    'mail.provider.enabled': false,
    'mail.shell.checkDefaultClient': false,
    'mail.spotlight.firstRunDone': true,
    'mailnews.start_page.enabled': false,
    'mailnews.start_page_override.mstone': 'ignore',
    'app.update.enabled': false,
    'app.donation.eoy.version.viewed': 999,
    'datareporting.policy.dataSubmissionEnabled': false,
    'datareporting.policy.dataSubmissionPolicyBypassNotification': true,
    'toolkit.telemetry.enabled': false,
    'mail.rights.version': 1,
    'mail.inappnotifications.enabled': false,
    'browser.safebrowsing.malware.enabled': false,
    'network.captive-portal-service.enabled': false,
    'network.connectivity-service.enabled': false,
    'extensions.getAddons.cache.enabled': false,
    ...more,
  };
  return Object.entries(values)
    .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
    .join('');
}

async function certutil(args: readonly string[]): Promise<void> {
  const done = await run('certutil', args);
  if (done.code !== 0) throw new Error(`certutil ${args.join(' ')}: ${done.out}${done.err}`);
}

/** The program chooses a free screen and says which. */
async function startScreen(): Promise<{ readonly child: ChildProcess; readonly display: string }> {
  const child = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1280x820x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [number] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, display: `:${number.toString().trim()}` };
}

export async function startThunderbird(postane: Postane, person: Person, more: Preferences = {}): Promise<Thunderbird> {
  const work = mkdtempSync(path.join(tmpdir(), 'postane-thunderbird-'));
  const profile = path.join(work, 'profile');
  mkdirSync(profile);
  writeFileSync(path.join(profile, 'user.js'), preferences(postane, person, more));
  await certutil(['-N', '-d', `sql:${profile}`, '--empty-password']);
  await certutil(['-A', '-d', `sql:${profile}`, '-n', 'office', '-t', 'C,,', '-i', postane.caFile]);
  const screen = await startScreen();
  const env = {
    ...process.env,
    DISPLAY: screen.display,
    HOME: work,
    LANG: 'en_US.UTF-8',
    MOZ_DISABLE_CONTENT_SANDBOX: '1',
    MOZ_LOG: 'IMAP:4,sync',
    MOZ_LOG_FILE: path.join(work, 'imap'),
  };
  const child = spawn(
    'thunderbird',
    ['--marionette', '--remote-allow-system-access', '--profile', profile, '--no-remote', '--new-instance'],
    { env, stdio: 'ignore' },
  );
  const ended = once(child, 'close');
  const port = await until(() => Number(readFileSync(path.join(profile, 'MarionetteActivePort'), 'utf8')), 60_000, 200);
  const marionette = await Marionette.open(port);
  const script = <T>(text: string, args: readonly unknown[] = []) => marionette.script<T>(PRELUDE + text, args);
  // A password is no preference: it goes into Thunderbird's own password store.
  await script(
    `const login = Cc['@mozilla.org/login-manager/loginInfo;1'].createInstance(Ci.nsILoginInfo);
    login.init('imap://localhost', null, 'imap://localhost', args[0], args[1], '', '');
    await Services.logins.addLoginAsync(login);`,
    [person.address, person.password],
  );
  return {
    profile,
    env,
    script,
    imapLines: () => readFileSync(path.join(work, 'imap.moz_log'), 'utf8').split('\n'),
    async stop() {
      marionette.close();
      child.kill('SIGTERM');
      await ended;
      screen.child.kill('SIGTERM');
      rmSync(work, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    },
  };
}
