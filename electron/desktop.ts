/** The desktop program: one engine, one window, one tray, and the wires between them. Each part has its own file. */
import { app, nativeTheme, Tray } from 'electron';
import path from 'node:path';
import type { ControlClient } from '../engine/control/client.ts';
import type { EngineState } from '../engine/control/host-messages.ts';
import { APP_ORIGIN, serveApp } from './app-protocol.ts';
import { setAppMenu } from './app-menu.ts';
import { ControlBridge } from './control-bridge.ts';
import { desktopCalls, type DesktopCalls, type Switch } from './desktop-calls.ts';
import { Ending } from './ending.ts';
import { EngineHost } from './engine-host.ts';
import { clockTime, languageOf, sayer, type Language, type Say } from './i18n.ts';
import { launchesAtLogin, setLaunchAtLogin } from './launch-at-login.ts';
import { iconFile, MainWindow } from './main-window.ts';
import { Notices } from './notifications.ts';
import { ownControl } from './own-control.ts';
import { linkPages } from './page-link.ts';
import { guardPages, guardSession } from './page-safety.ts';
import type { AppPaths } from './paths.ts';
import { KeepAwake, watchPower } from './power.ts';
import { PreferenceFile } from './preferences.ts';
import { AppTray } from './tray.ts';
import { trayState, type TrayState, type WorkState } from './tray-state.ts';
import { WorkWatch } from './work-watch.ts';

const warn = (sentence: string): void => void process.stderr.write(`${sentence}\n`);

export class Desktop {
  readonly #paths: AppPaths;
  readonly #origins: readonly string[];
  readonly #preferences: PreferenceFile;
  readonly #say: Say;
  readonly #host: EngineHost;
  readonly #control: ControlClient;
  readonly #ending: Ending;
  readonly #window: MainWindow;
  readonly #notices: Notices;
  readonly #watch: WorkWatch;
  readonly #keepAwake = new KeepAwake();
  readonly #tellPages: (state: EngineState) => void;
  #tray: AppTray | undefined;
  #work: WorkState | null = null;

  /** Before the app is ready. */
  constructor(paths: AppPaths) {
    this.#paths = paths;
    this.#origins = paths.devUrl ? [APP_ORIGIN, paths.devUrl] : [APP_ORIGIN];
    this.#preferences = new PreferenceFile(paths.userData, warn);
    this.#say = sayer(() => this.#language());
    this.#host = new EngineHost({ node: paths.node, script: paths.engineScript, env: paths.engineEnv });
    this.#ending = new Ending(this.#host, this.#say);
    const bridge = new ControlBridge(this.#host);
    this.#control = ownControl(bridge);
    this.#notices = new Notices(this.#say, () => this.#show());
    this.#watch = new WorkWatch(this.#control, (work) => {
      this.#work = work;
      this.#tray?.update(this.#trayState());
    });
    this.#window = this.#makeWindow();
    guardPages(this.#origins);
    this.#tellPages = linkPages({ bridge, calls: this.#calls(), origins: this.#origins });
  }

  /** When the app is ready. @param visible false to begin in the tray */
  start(visible: boolean): void {
    nativeTheme.themeSource = this.#preferences.values.theme ?? 'system';
    this.#keepAwake.set(this.#preferences.values.keepAwake ?? false);
    serveApp(this.#paths.renderer);
    guardSession(this.#origins);
    this.#tray = this.#makeTray();
    this.#setMenu();
    watchPower(
      (from, to) => this.#notices.slept(clockTime(from, this.#language()), clockTime(to, this.#language())),
      () => app.quit(),
    );
    app.on('second-instance', () => this.#show());
    app.on('activate', () => this.#show());
    // Without a listener Electron would quit; mail goes on without a window.
    app.on('window-all-closed', () => undefined);
    this.#host.on('output', (text) => process.stderr.write(text));
    this.#host.on('state', (state) => this.#engineState(state));
    this.#host.start();
    this.#window.open(visible);
  }

  #engineState(state: EngineState): void {
    this.#tellPages(state);
    this.#notices.engineState(state);
    this.#watch.engineState(state);
    this.#tray?.update(this.#trayState());
  }

  #makeWindow(): MainWindow {
    return new MainWindow({
      url: `${this.#paths.devUrl ?? APP_ORIGIN}/index.html`,
      preload: this.#paths.preload,
      icon: iconFile(this.#paths.assets),
      preferences: this.#preferences,
      say: this.#say,
      quitting: () => this.#ending.begun,
      hidden: () => {
        if (this.#preferences.values.closeNoticeShown) return;
        this.#notices.firstClose();
        this.#preferences.update({ closeNoticeShown: true });
      },
    });
  }

  #makeTray(): AppTray {
    const [atLogin, awake] = [this.#launchSwitch(), this.#awakeSwitch()];
    const options = {
      create: (image: Electron.NativeImage) => new Tray(image),
      imageFolder: path.join(this.#paths.assets, 'tray'),
      switches: () => ({ launchAtLogin: atLogin.get(), keepAwake: awake.get() }),
      say: this.#say,
      actions: {
        show: () => this.#show(),
        quit: () => this.#askToQuit(),
        pauseSending: () => this.#setSending('queue.pause'),
        resumeSending: () => this.#setSending('queue.resume'),
        setLaunchAtLogin: atLogin.set,
        setKeepAwake: awake.set,
      },
    };
    return new AppTray(options, this.#trayState());
  }

  #calls(): DesktopCalls {
    return desktopCalls({
      host: this.#host,
      window: () => this.#window.window,
      say: this.#say,
      launchAtLogin: this.#launchSwitch(),
      keepAwake: this.#awakeSwitch(),
      quit: () => this.#askToQuit(),
      setTheme: (theme) => {
        nativeTheme.themeSource = theme;
        this.#preferences.update({ theme });
      },
      setLanguage: (language) => {
        this.#preferences.update({ language });
        this.#setMenu();
        this.#tray?.update(this.#trayState());
      },
    });
  }

  #launchSwitch(): Switch {
    const set = (on: boolean): void => {
      setLaunchAtLogin(on);
      this.#tray?.refresh();
    };
    return { get: launchesAtLogin, set };
  }

  #awakeSwitch(): Switch {
    const set = (on: boolean): void => {
      this.#keepAwake.set(on);
      this.#preferences.update({ keepAwake: on });
      this.#tray?.refresh();
    };
    return { get: () => this.#keepAwake.on, set };
  }

  #setSending(method: 'queue.pause' | 'queue.resume'): void {
    this.#control.call(method).then(
      () => this.#watch.lookSoon(),
      (error: Error) => {
        warn(`${method} was refused: ${error.message}`);
        this.#notices.pauseFailed();
      },
    );
  }

  #setMenu(): void {
    const actions = {
      zoom: (change: 'in' | 'out' | 'reset') => this.#window.zoom(change),
      quit: () => this.#askToQuit(),
    };
    setAppMenu(actions, this.#say, !app.isPackaged);
  }

  #trayState(): TrayState {
    return trayState(this.#host.state, this.#work, this.#say);
  }
  #language(): Language {
    return this.#preferences.values.language ?? languageOf(app.getLocale());
  }
  #show(): void {
    this.#window.show();
  }
  #askToQuit(): void {
    void this.#ending.ask(this.#window.window);
  }
}
