/**
 * Draws every icon and tray image from the sign in scripts/assets and puts the fonts' licences beside them: `npm run assets`.
 * The results are committed; run this after a change of the sign. Same input, same bytes.
 */
import { Resvg } from '@resvg/resvg-js';
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { icnsFile, icoFile } from './assets/containers.mjs';
import { iconSvg } from './assets/stamp.mjs';
import { TRAY_IMAGES } from './assets/tray-images.mjs';
import { isMain, projectRoot } from './node24.mjs';

const ICON_SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
const WINDOWS_SIZES = [16, 24, 32, 48, 64, 128, 256];
const SMALL_UP_TO = 48;
const TRAY_SIZE = 22;
const TRAY_SCALES = [1, 1.5, 2, 3];
const FONTS = ['inter', 'jetbrains-mono'];

const png = (svg, width) => new Resvg(svg, { fitTo: { mode: 'width', value: width } }).render().asPng();

export function drawAssets(root = projectRoot) {
  const assets = path.join(root, 'assets');
  const write = (name, content) => writeFileSync(path.join(assets, name), content);
  for (const folder of ['icons', 'tray', 'licences']) {
    rmSync(path.join(assets, folder), { recursive: true, force: true });
    mkdirSync(path.join(assets, folder), { recursive: true });
  }
  const [large, small] = [iconSvg({ small: false }), iconSvg({ small: true })];
  const iconOf = (size) => png(size <= SMALL_UP_TO ? small : large, size);
  write('icon.svg', large);
  write('icon-small.svg', small);
  for (const size of ICON_SIZES) write(`icons/${size}x${size}.png`, iconOf(size));
  write('icon.ico', icoFile(WINDOWS_SIZES.map((size) => ({ size, png: iconOf(size) }))));
  write('icon.icns', icnsFile(iconOf));
  for (const [name, svg] of Object.entries(TRAY_IMAGES)) {
    for (const scale of TRAY_SCALES) {
      write(`tray/${name}${scale === 1 ? '' : `@${scale}x`}.png`, png(svg, TRAY_SIZE * scale));
    }
  }
  for (const font of FONTS) {
    const licence = path.join(root, 'node_modules', '@fontsource-variable', font, 'LICENSE');
    copyFileSync(licence, path.join(assets, 'licences', `${font}-OFL.txt`));
  }
}

if (isMain(import.meta.url)) {
  drawAssets();
  console.log('drew icons and tray images into assets/');
}
