/**
 * The default app of the test runtime. A released Electron starts a folder given on the command line through such an app; the
 * packaged copy that the test runtime comes from has none. `electron [switches] [-r module] <folder | file> [arguments]`.
 */
const MAIN = `'use strict';
const { app } = require('electron');
const fs = require('fs');
const Module = require('module');
const path = require('path');
const args = process.argv.slice(1);
const required = [];
let target;
for (let at = 0; at < args.length; at++) {
  if (args[at] === '-r' || args[at] === '--require') required.push(args[++at]);
  else if (!args[at].startsWith('-')) { target = path.resolve(args[at]); break; }
}
if (!target) { console.error('usage: electron [switches] <folder or file>'); app.exit(2); }
else {
  Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true });
  let dir = target;
  if (fs.statSync(target).isFile() && !target.endsWith('.asar')) dir = path.dirname(target);
  try {
    const pkg = JSON.parse(fs.readFileSync(path.join(target, 'package.json'), 'utf8'));
    if (pkg.version) app.setVersion(pkg.version);
    if (pkg.productName || pkg.name) app.setName(pkg.productName || pkg.name);
    app.setDesktopName?.(pkg.desktopName || app.getName() + '.desktop');
  } catch (error) { if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error; }
  app.setAppPath(dir);
  for (const name of required) Module._load(name, null, true);
  Module._load(Module._resolveFilename(target, module, true), module, true);
}
`;

/** The app as an asar archive: two size pickles, the file table as JSON, then the files. */
export function defaultAppAsar() {
  const files = { 'package.json': JSON.stringify({ name: 'test-runtime', main: 'main.js' }), 'main.js': MAIN };
  const table = { files: {} };
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const size = Buffer.byteLength(text);
    table.files[name] = { size, offset: String(offset) };
    offset += size;
  }
  const json = Buffer.from(JSON.stringify(table));
  const padded = Math.ceil(json.length / 4) * 4;
  const head = Buffer.alloc(16 + padded);
  head.writeUInt32LE(4, 0); // the first pickle holds one number: the size of the second
  head.writeUInt32LE(8 + padded, 4);
  head.writeUInt32LE(4 + padded, 8);
  head.writeUInt32LE(json.length, 12);
  json.copy(head, 16);
  return Buffer.concat([head, ...Object.values(files).map((text) => Buffer.from(text))]);
}
