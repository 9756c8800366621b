/**
 * The tray's images on a field of 22. Each state has a shape of its own, so that nobody needs to tell colours apart:
 * running = stamp with envelope, attention = with a warning sign, paused = with two bars, stopped = an empty, crossed outline.
 * macOS takes templates: black where something is, the system chooses the colour.
 */
import { COLOURS, stampOutline, svg } from './stamp.mjs';

const PAPER = { x: 2.5, y: 1, width: 17, height: 20, bites: [3, 4], radius: 1.15 };
const outline = stampOutline(PAPER);

/** The glyph on the stamp, as strokes. */
const GLYPHS = {
  running: '<rect x="6" y="7" width="10" height="8" rx="1"/><path d="M6.3 8.6 11 12.2 15.7 8.6"/>',
  paused: '<path stroke-width="2.4" d="M8.6 7.2V14.8M13.4 7.2V14.8"/>',
};
const strokes = (glyph, colour) =>
  `<g fill="none" stroke="${colour}" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round">${glyph}</g>`;

/** A sign in the lower corner, cut free from the stamp by a gap. */
const WARNING = 'M15.4 9.6 21.4 20.4H9.4Z';
const sign = (fill) => `<path fill="${fill}" stroke="${fill}" stroke-width="1.2" stroke-linejoin="round" d="${WARNING}"/>`;
const MARK = 'M15.4 13.4V16.4M15.4 18.8V18.9';
/** Content with a hole in it; `id` keeps nested holes apart. */
const gap = (content, hole, id) =>
  `<mask id="${id}"><rect width="22" height="22" fill="#fff"/>${hole}</mask><g mask="url(#${id})">${content}</g>`;
const mark = (colour) => `<path fill="none" stroke="${colour}" stroke-width="1.6" stroke-linecap="round" d="${MARK}"/>`;
const warningHole = `<path fill="#000" stroke="#000" stroke-width="3.4" stroke-linejoin="round" d="${WARNING}"/>`;

const paper = (fill) => `<path fill="${fill}" d="${outline}"/>`;
const hollow = (colour) => `<path fill="none" stroke="${colour}" stroke-width="1.6" stroke-linejoin="round" d="${outline}"/>`;
const CROSS = 'M4.2 3.4 17.8 18.6';

const coloured = {
  running: paper(COLOURS.stamp) + strokes(GLYPHS.running, COLOURS.ink),
  attention:
    gap(paper(COLOURS.stamp) + strokes(GLYPHS.running, COLOURS.ink), warningHole, 'sign') + sign('#b3261e') + mark('#fff'),
  paused: paper(COLOURS.stamp) + strokes(GLYPHS.paused, COLOURS.ink),
  // Grey of middle lightness: seen on light panels and on dark ones.
  stopped: hollow('#8a8f99') + `<path fill="none" stroke="#8a8f99" stroke-width="2" stroke-linecap="round" d="${CROSS}"/>`,
};

/** A template knows only black and nothing, so what is drawn on the black is a hole in it. */
const cut = (glyph) => gap(paper('#000'), strokes(glyph, '#000'), 'glyph');
const template = {
  running: cut(GLYPHS.running),
  attention: gap(cut(GLYPHS.running), warningHole, 'sign') + gap(sign('#000'), mark('#000'), 'mark'),
  paused: cut(GLYPHS.paused),
  stopped: hollow('#000') + `<path fill="none" stroke="#000" stroke-width="2" stroke-linecap="round" d="${CROSS}"/>`,
};

/** File name without scale and ending, to SVG text. */
export const TRAY_IMAGES = Object.fromEntries([
  ...Object.entries(coloured).map(([state, content]) => [state, svg(22, content)]),
  ...Object.entries(template).map(([state, content]) => [`${state}Template`, svg(22, content)]),
]);
