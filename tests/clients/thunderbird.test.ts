/** Thunderbird under Xvfb: signs in over IMAPS, shows the letter in its list. The picture is kept in artefacts/. RFC 9051 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addPeople, PEOPLE, projectRoot, run, startPostane, until, type Postane } from '../helpers/postane.ts';

const { mehmet } = PEOPLE;
const CONFIG_PREF = '/usr/lib/thunderbird/defaults/pref/postane-test.js';
const CONFIG = '/usr/lib/thunderbird/postane-test.cfg';
let postane: Postane;
let work: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  postane = await startPostane();
  await addPeople(postane);
  work = mkdtempSync(path.join(tmpdir(), 'postane-thunderbird-'));
  for (const n of [1, 2, 3]) {
    const sent = await run(
      'curl',
      [
        '-sS',
        `smtp://127.0.0.1:${postane.port('smtp')}/client.test`,
        '--mail-from',
        'biri@uzak.test',
        '--mail-rcpt',
        mehmet.address,
        '-T',
        '-',
      ],
      {
        input: `From: Biri <biri@uzak.test>\r\nTo: ${mehmet.address}\r\nSubject: Thunderbird ${n}\r\nMessage-ID: <tb${n}@uzak.test>\r\nDate: Tue, 24 Nov 2026 12:00:0${n} +0300\r\n\r\nMerhaba\r\n`,
      },
    );
    expect(sent).toMatchObject({ code: 0 });
  }
}, 120_000);
afterAll(async () => {
  for (const child of children) child.kill('SIGTERM');
  rmSync(CONFIG_PREF, { force: true });
  rmSync(CONFIG, { force: true });
  await postane.stop();
  postane.remove();
  rmSync(work, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
});

/** A password is no preference: Thunderbird's own administrator script puts it into its password store. */
function writeConfig(): void {
  writeFileSync(
    CONFIG_PREF,
    `pref("general.config.filename", "postane-test.cfg");\npref("general.config.obscure_value", 0);\npref("general.config.sandbox_enabled", false);\n`,
  );
  const origin = 'imap://localhost';
  writeFileSync(
    CONFIG,
    `// administrator's script\nconst login = Components.classes["@mozilla.org/login-manager/loginInfo;1"].createInstance(Components.interfaces.nsILoginInfo);\nlogin.init("${origin}", null, "${origin}", "${mehmet.address}", "${mehmet.password}", "", "");\nServices.logins.addLoginAsync(login);\n`,
  );
}
function preferences(): string {
  const values: Record<string, string | number | boolean> = {
    'mail.accountmanager.accounts': 'account1',
    'mail.accountmanager.defaultaccount': 'account1',
    'mail.account.account1.identities': 'id1',
    'mail.account.account1.server': 'server1',
    'mail.identity.id1.useremail': mehmet.address,
    'mail.identity.id1.fullName': 'Mehmet',
    'mail.identity.id1.valid': true,
    'mail.server.server1.type': 'imap',
    'mail.server.server1.hostname': 'localhost',
    'mail.server.server1.port': postane.port('imaps'),
    'mail.server.server1.socketType': 3,
    'mail.server.server1.authMethod': 3,
    'mail.server.server1.userName': mehmet.address,
    'mail.server.server1.name': 'firma.test',
    'mail.server.server1.login_at_startup': true,
    'mail.server.server1.check_new_mail': true,
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
  };
  return Object.entries(values)
    .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
    .join('');
}

test('Thunderbird shows the letters', async () => {
  writeConfig();
  const profile = path.join(work, 'profile');
  mkdirSync(profile);
  writeFileSync(path.join(profile, 'user.js'), preferences());
  expect(await run('certutil', ['-N', '-d', `sql:${profile}`, '--empty-password'])).toMatchObject({ code: 0 });
  expect(
    await run('certutil', ['-A', '-d', `sql:${profile}`, '-n', 'office', '-t', 'C,,', '-i', postane.caFile]),
  ).toMatchObject({ code: 0 });
  const display = `:${90 + Math.floor(Math.random() * 400)}`;
  children.push(spawn('Xvfb', [display, '-screen', '0', '1280x820x24', '-nolisten', 'tcp'], { stdio: 'ignore' }));
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const env = { ...process.env, DISPLAY: display, HOME: work, LANG: 'en_US.UTF-8', MOZ_DISABLE_CONTENT_SANDBOX: '1' };
  children.push(
    spawn('thunderbird', ['--profile', profile, '--no-remote', '--new-instance'], { env, stdio: 'ignore' }),
  );
  await postane.waitForEvent('login.ok', (event) => JSON.stringify(event).includes('imap'), 90_000);
  // The window's title names the opened folder once its list is there.
  await until(
    async () => /Inbox - /.test((await run('xdotool', ['search', '--name', 'Inbox -', 'getwindowname'], { env })).out),
    60_000,
    500,
  ).catch((error: unknown) => error);
  await new Promise((resolve) => setTimeout(resolve, 4000));
  const picture = path.join(projectRoot, 'artefacts', 'thunderbird.png');
  mkdirSync(path.dirname(picture), { recursive: true });
  expect(await run('import', ['-window', 'root', picture], { env })).toMatchObject({ code: 0 });
  // Thunderbird asked for what its list shows, and the server knows of the session.
  const status = JSON.parse(await postane.cli(['status', '--json'])) as { connections: { imap: number } };
  expect(status.connections.imap).toBeGreaterThan(0);
}, 200_000);
