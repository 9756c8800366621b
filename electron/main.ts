/** The desktop program's life: one instance, one engine, one window, one tray. Here they are made and wired; each has its own file. */
import { app, nativeTheme, Tray } from 'electron';
import path from 'node:path';
import { APP_ORIGIN, claimAppScheme, serveApp } from './app-protocol.ts';
import { setAppMenu } from './app-menu.ts';
import { ControlBridge } from './control-bridge.ts';
import { desktopCalls, type Switch } from './desktop-calls.ts';
import { Ending } from './ending.ts';
import { EngineHost } from './engine-host.ts';
import { clockTime, languageOf, sayer, type Language } from './i18n.ts';
import { launchesAtLogin, setLaunchAtLogin } from './launch-at-login.ts';
import { iconFile, MainWindow } from './main-window.ts';
import { Notices } from './notifications.ts';
import { ownControl } from './own-control.ts';
import { linkPages } from './page-link.ts';
import { guardPages, guardSession } from './page-safety.ts';
import { appPaths, type AppPaths } from './paths.ts';
import { KeepAwake, watchPower } from './power.ts';
import { PreferenceFile } from './preferences.ts';
import { AppTray } from './tray.ts';
import { trayState, type WorkState } from './tray-state.ts';
import { WorkWatch } from './work-watch.ts';

const warn = (sentence: string): void => void process.stderr.write(`${sentence}\n`);

const paths = appPaths({
  packaged: app.isPackaged,
  appPath: app.getAppPath(),
  resourcesPath: process.resourcesPath,
  userData: app.getPath('userData'),
  platform: process.platform,
  env: process.env,
  args: process.argv.slice(1),
});
app.setPath('userData', paths.userData);
app.setAppUserModelId('org.postane.Postane');
// Started by root (in a container, in a test), Electron needs --no-sandbox, and enabling the sandbox would end it.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
claimAppScheme();
if (app.requestSingleInstanceLock()) run(paths);
else app.exit(0);

function run({ data, profile, devUrl, ...files }: AppPaths): void {
  const preferences = new PreferenceFile(files.userData, warn);
  const language = (): Language => preferences.values.language ?? languageOf(app.getLocale());
  const say = sayer(language);
  const origins = devUrl ? [APP_ORIGIN, devUrl] : [APP_ORIGIN];
  const host = new EngineHost({
    node: files.node,
    script: files.engineScript,
    env: { POSTANE_DATA: data, ...(profile ? { POSTANE_PROFILE: profile } : {}) },
  });
  const bridge = new ControlBridge(host);
  const control = ownControl(bridge);
  const ending = new Ending(host, say);
  const keepAwake = new KeepAwake();
  const quit = (): void => void ending.ask(window.window);
  const show = (): void => window.show();
  const notices = new Notices(say, show);
  const window = new MainWindow({
    url: `${devUrl ?? APP_ORIGIN}/index.html`,
    preload: files.preload,
    icon: iconFile(files.assets),
    preferences,
    say,
    quitting: () => ending.begun,
    hidden: () => {
      if (!preferences.values.closeNoticeShown) notices.firstClose();
      preferences.update({ closeNoticeShown: true });
    },
  });
  let tray: AppTray | undefined;
  let work: WorkState | null = null;
  const updateTray = (): void => tray?.update(trayState(host.state, work, say));
  const watch = new WorkWatch(control, (known) => {
    work = known;
    updateTray();
  });

  const atLogin: Switch = {
    get: launchesAtLogin,
    set(on) {
      setLaunchAtLogin(on);
      tray?.refresh();
    },
  };
  const awake: Switch = {
    get: () => keepAwake.on,
    set(on) {
      keepAwake.set(on);
      preferences.update({ keepAwake: on });
      tray?.refresh();
    },
  };
  const askSending = (method: 'queue.pause' | 'queue.resume') => (): void => {
    control.call(method).then(
      () => watch.lookSoon(),
      (error: Error) => {
        warn(`${method} was refused: ${error.message}`);
        notices.pauseFailed();
      },
    );
  };
  const relabel = (): void => {
    setAppMenu({ zoom: (change) => window.zoom(change), quit }, say, !app.isPackaged);
    updateTray();
  };
  guardPages(origins);
  const tellPages = linkPages({
    bridge,
    origins,
    calls: desktopCalls({
      host,
      say,
      quit,
      window: () => window.window,
      launchAtLogin: atLogin,
      keepAwake: awake,
      setTheme(theme) {
        nativeTheme.themeSource = theme;
        preferences.update({ theme });
      },
      setLanguage(chosen) {
        preferences.update({ language: chosen });
        relabel();
      },
    }),
  });
  host.on('output', (text) => process.stderr.write(text));
  host.on('state', (state) => {
    tellPages(state);
    notices.engineState(state);
    watch.engineState(state);
    updateTray();
  });
  app.on('second-instance', show);
  app.on('activate', show);
  // Without a listener Electron would quit; mail goes on without a window.
  app.on('window-all-closed', () => undefined);

  void app.whenReady().then(() => {
    nativeTheme.themeSource = preferences.values.theme ?? 'system';
    keepAwake.set(preferences.values.keepAwake ?? false);
    serveApp(files.renderer);
    guardSession(origins);
    tray = new AppTray(
      {
        create: (image) => new Tray(image),
        imageFolder: path.join(files.assets, 'tray'),
        switches: () => ({ launchAtLogin: atLogin.get(), keepAwake: awake.get() }),
        say,
        actions: {
          show,
          quit,
          pauseSending: askSending('queue.pause'),
          resumeSending: askSending('queue.resume'),
          setLaunchAtLogin: atLogin.set,
          setKeepAwake: awake.set,
        },
      },
      trayState(host.state, work, say),
    );
    relabel();
    watchPower(
      (from, to) => notices.slept(clockTime(from, language()), clockTime(to, language())),
      () => app.quit(),
    );
    host.start();
    window.open(!process.argv.includes('--hidden'));
  });
}
