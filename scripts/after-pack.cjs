/** Electron's own start page has no place in an app; electron-builder leaves it in when it is given an unpacked Electron. */
const { rm } = require('node:fs/promises');
const path = require('node:path');

exports.default = ({ packager, appOutDir }) =>
  rm(path.join(packager.getResourcesDir(appOutDir), 'default_app.asar'), { force: true });
