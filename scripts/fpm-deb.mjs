#!/usr/bin/env node
/**
 * Stands in for fpm when electron-builder makes a .deb and fpm cannot be downloaded (CUSTOM_FPM_PATH names this file). Lays out the
 * tree and its control files (deb-control(5)) and lets Debian's own dpkg-deb write the package. DEB_LEVEL sets the compression level.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readFpmArguments } from './package/fpm-arguments.mjs';

/** What fpm calls otherwise than dpkg-deb. */
const DPKG_NAMES = { gz: 'gzip' };
const SCRIPTS = { 'after-install': 'postinst', 'after-remove': 'postrm', 'before-remove': 'prerm' };

function copyInto(root, { from, to }) {
  const target = path.join(root, to);
  const copy = (source, at) => cpSync(source, at, { recursive: true, verbatimSymlinks: true });
  if (!from.endsWith('/')) {
    mkdirSync(path.dirname(target), { recursive: true });
    return copy(from, target);
  }
  mkdirSync(target, { recursive: true });
  for (const name of readdirSync(from)) copy(path.join(from, name), path.join(target, name));
}

/** Gives files the modes that a package has, and returns { sums, bytes } of them. */
function settle(root, folder = root) {
  chmodSync(folder, 0o755);
  const all = { sums: [], bytes: 0 };
  for (const name of readdirSync(folder).sort()) {
    const file = path.join(folder, name);
    const info = lstatSync(file);
    if (info.isDirectory()) {
      const inner = settle(root, file);
      all.sums.push(...inner.sums);
      all.bytes += inner.bytes;
    } else if (info.isFile()) {
      chmodSync(file, info.mode & 0o111 ? 0o755 : 0o644);
      all.bytes += info.size;
      all.sums.push(`${createHash('md5').update(readFileSync(file)).digest('hex')}  ${path.relative(root, file)}\n`);
    }
  }
  return all;
}

function controlText({ one, depends, recommends }, bytes) {
  const [synopsis, ...rest] = one.description.split('\n').map((line) => line.trim());
  const fields = {
    Package: one.name,
    Version: one.iteration ? `${one.version}-${one.iteration}` : one.version,
    License: one.license,
    Vendor: one.vendor,
    Architecture: one.architecture,
    Maintainer: one.maintainer,
    'Installed-Size': Math.ceil(bytes / 1024),
    Depends: depends.join(', '),
    Recommends: recommends.join(', '),
    Section: one.category ?? 'mail',
    Priority: one['deb-priority'],
    Homepage: one.url,
    Description: [synopsis || one.name, ...rest.filter(Boolean).map((line) => ` ${line}`)].join('\n'),
  };
  const said = Object.entries(fields).filter(([, value]) => value !== undefined && value !== '');
  return said.map(([name, value]) => `${name}: ${value}\n`).join('');
}

function makePackage(request) {
  const { one, inputs } = request;
  const root = mkdtempSync(path.join(os.tmpdir(), 'deb-'));
  try {
    for (const input of inputs) copyInto(root, input);
    const { sums, bytes } = settle(root);
    const control = path.join(root, 'DEBIAN');
    mkdirSync(control);
    writeFileSync(path.join(control, 'control'), controlText(request, bytes));
    writeFileSync(path.join(control, 'md5sums'), sums.join(''));
    for (const [flag, name] of Object.entries(SCRIPTS)) {
      if (one[flag]) writeFileSync(path.join(control, name), readFileSync(one[flag]), { mode: 0o755 });
    }
    const level = process.env.DEB_LEVEL ? [`-z${process.env.DEB_LEVEL}`] : [];
    const kind = one['deb-compression'] ?? 'xz';
    const compression = `-Z${DPKG_NAMES[kind] ?? kind}`;
    execFileSync('dpkg-deb', ['--root-owner-group', compression, ...level, '--build', root, one.package], {
      stdio: 'inherit',
    });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

makePackage(readFpmArguments(process.argv.slice(2)));
