import { describe, expect, it } from 'vitest';
import { appPaths, type Surroundings } from './paths.ts';
import { isOurPage } from './trusted-sender.ts';

const checkout: Surroundings = {
  packaged: false,
  appPath: '/src/postane',
  resourcesPath: '/electron/resources',
  userData: '/home/a/.config/Postane',
  platform: 'linux',
  env: {},
  args: [],
};
const installed: Surroundings = {
  ...checkout,
  packaged: true,
  appPath: '/opt/Postane/resources/app.asar',
  resourcesPath: '/opt/Postane/resources',
};
const env = {
  POSTANE_DATA: '/tmp/d',
  POSTANE_ENGINE_NODE: '/tmp/evil',
  POSTANE_PROFILE: 'trial',
  POSTANE_DEV_URL: 'http://127.0.0.1:5173/x',
};

describe('appPaths', () => {
  it('finds the engine beside the archive and Node among the resources', () => {
    expect(appPaths(installed)).toMatchObject({
      data: '/home/a/.config/Postane/data',
      engineScript: '/opt/Postane/resources/app.asar.unpacked/dist/engine/desktop.mjs',
      node: '/opt/Postane/resources/node/node',
    });
  });
  it('lets a checkout choose', () => {
    expect(appPaths({ ...checkout, env })).toMatchObject({
      data: '/tmp/d',
      userData: '/tmp/d/window',
      node: '/tmp/evil',
      engineEnv: { POSTANE_DATA: '/tmp/d', POSTANE_PROFILE: 'trial' },
      devUrl: 'http://127.0.0.1:5173',
    });
  });
  it('does not listen to the environment once installed', () => {
    expect(appPaths({ ...installed, env })).toEqual(appPaths(installed));
    expect(appPaths({ ...installed, env, args: ['--trial'] }).engineEnv).toEqual({
      POSTANE_DATA: '/home/a/.config/Postane/data',
      POSTANE_PROFILE: 'trial',
    });
  });
  it('takes no page from elsewhere', () => {
    expect(() => appPaths({ ...checkout, env: { POSTANE_DEV_URL: 'http://127.0.0.1.evil.test/' } })).toThrow(
      'only http on this computer',
    );
  });
});

describe('isOurPage', () => {
  const table: [string, boolean][] = [
    ['app://postane/index.html', true],
    ['app://postane', true],
    ['app://postane.evil/index.html', false],
    ['app://postane:1/', false],
    ['https://evil.test/?app://postane/', false],
    ['file:///app://postane/', false],
    ['about:blank', false],
    ['', false],
  ];
  it.each(table)('%s: %s', (url, ours) => expect(isOurPage(url, ['app://postane'])).toBe(ours));
});
