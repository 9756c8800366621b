/** Our sign as SVG: a stamp with perforated edge and an envelope on it. Drawn by numbers, so that every size has its own sharpness. */

/** The design's tokens --stamp, a deeper one for the printed frame, and the ink of the envelope (oklch .3 .06 60). */
export const COLOURS = { stamp: '#f1c035', frame: '#dda022', ink: '#43260a' };

const round = (number) => Math.round(number * 100) / 100;

/** Outline of the paper: straight teeth, round bites. `bites` are counted along the short and the long side. */
export function stampOutline({ x, y, width, height, bites: [across, down], radius }) {
  const parts = [`M${round(x)} ${round(y)}`];
  const edge = (startX, startY, dirX, dirY, length, count) => {
    const pitch = length / count;
    for (let at = 0; at < count; at++) {
      const from = (at + 0.5) * pitch - radius;
      const to = (at + 0.5) * pitch + radius;
      parts.push(
        `L${round(startX + dirX * from)} ${round(startY + dirY * from)}`,
        `A${radius} ${radius} 0 0 0 ${round(startX + dirX * to)} ${round(startY + dirY * to)}`,
      );
    }
    parts.push(`L${round(startX + dirX * length)} ${round(startY + dirY * length)}`);
  };
  edge(x, y, 1, 0, width, across);
  edge(x + width, y, 0, 1, height, down);
  edge(x + width, y + height, -1, 0, width, across);
  edge(x, y + height, 0, -1, height, down);
  return `${parts.join('')}Z`;
}

/** An envelope around a centre: its sheet, and the flap as one line. */
export function envelope({ cx, cy, width, stroke, colour }) {
  const height = width * 0.74;
  const [left, top] = [cx - width / 2, cy - height / 2];
  const flap = [
    [left + stroke * 0.3, top + height * 0.24],
    [cx, top + height * 0.62],
    [left + width - stroke * 0.3, top + height * 0.24],
  ];
  return (
    `<g fill="none" stroke="${colour}" stroke-width="${stroke}" stroke-linecap="round" stroke-linejoin="round">` +
    `<rect x="${round(left)}" y="${round(top)}" width="${round(width)}" height="${round(height)}" rx="${round(width * 0.09)}"/>` +
    `<polyline points="${flap.map(([px, py]) => `${round(px)},${round(py)}`).join(' ')}"/></g>`
  );
}

export const svg = (size, content) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width="${size}" height="${size}">${content}</svg>\n`;

/** The app's icon on a field of 1024. `small` has fewer, larger bites and thicker lines, for 48 pixels and less. */
export function iconSvg({ small }) {
  const paper = small
    ? { x: 104, y: 44, width: 816, height: 936, bites: [4, 5], radius: 50 }
    : { x: 144, y: 92, width: 736, height: 840, bites: [8, 9], radius: 27 };
  const sheet = `<path fill="${COLOURS.stamp}" d="${stampOutline(paper)}"/>`;
  if (small) return svg(1024, sheet + envelope({ cx: 512, cy: 512, width: 500, stroke: 76, colour: COLOURS.ink }));
  const inset = 66;
  const frame =
    `<rect x="${paper.x + inset}" y="${paper.y + inset}" width="${paper.width - 2 * inset}" height="${paper.height - 2 * inset}"` +
    ` rx="10" fill="none" stroke="${COLOURS.frame}" stroke-width="12"/>`;
  return svg(1024, sheet + frame + envelope({ cx: 512, cy: 512, width: 408, stroke: 42, colour: COLOURS.ink }));
}
