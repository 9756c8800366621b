/** The desktop program's first steps: folders, sandbox, our scheme, one instance. What it is made of stands in desktop.ts. */
import { app } from 'electron';
import { mkdirSync } from 'node:fs';
import { claimAppScheme } from './app-protocol.ts';
import { Desktop } from './desktop.ts';
import { appPaths } from './paths.ts';

const paths = appPaths({
  packaged: app.isPackaged,
  appPath: app.getAppPath(),
  resourcesPath: process.resourcesPath,
  userData: app.getPath('userData'),
  platform: process.platform,
  env: process.env,
  args: process.argv.slice(1),
});
mkdirSync(paths.userData, { recursive: true });
app.setPath('userData', paths.userData);
app.setAppUserModelId('org.postane.Postane');
// Root (in a container, in a test) has to start with --no-sandbox; enabling the sandbox would then end the app.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
claimAppScheme();

if (app.requestSingleInstanceLock()) {
  const desktop = new Desktop(paths);
  void app.whenReady().then(() => desktop.start(!process.argv.includes('--hidden')));
} else {
  app.exit(0);
}
