// The two kept mailboxes: "Big" of u11 (many small messages) and "Fifty" of u12 (1000 x 50 KB with an attachment).
import { Imap } from './imap.mjs';
import { message, imapInternal, BASE_DATE } from './gen.mjs';
import { now, rng, Meter } from './util.mjs';
import { args, T, BIG, S, acct, row, noiseOf, cpuOf } from './context.mjs';

export const STEP_MS = 300000; // between the dates of two messages
export const FIFTY = S(1000, 50);
export const fiftyMessage = (j) =>
  message({ id: `fifty${j}`, seed: j + 1, to: acct(12).address, kind: 'mixed', size: 51200 });

export function bigMessage(i) {
  const R = rng(i * 7 + 3);
  const x = R();
  const refs = i % 5 ? Array.from({ length: i % 5 }, (_, k) => `big${i - (i % 5) + k}`) : undefined; // threads of five
  const kind = x < 0.6 ? 'text' : 'alt';
  const size = kind === 'text' ? 1200 + Math.floor(R() * 2800) : 3000 + Math.floor(R() * 5000);
  return message({ id: `big${i}`, seed: i, to: acct(11).address, kind, size, refs });
}

const remade = new Set();
// Fills `box` with n messages unless it has them; true when it was made now.
async function ensure(user, box, n, make, label, batch) {
  const c = await Imap.open(T.imap, acct(user));
  if (args.remake && !remade.has(box)) await c.cmd(`DELETE "${box}"`);
  remade.add(box);
  await c.cmd(`CREATE "${box}"`);
  const had = (await c.status(box)).messages;
  if (had === n) {
    await c.close();
    return false;
  }
  if (had > 0) {
    await c.ok(`DELETE "${box}"`);
    await c.ok(`CREATE "${box}"`);
  }
  let ms = 0,
    bytes = 0;
  const meter = new Meter(T).start();
  for (let i = 0; i < n; i += batch) {
    const list = [],
      dates = [];
    for (let j = i; j < Math.min(n, i + batch); j++) {
      list.push(make(j));
      bytes += list.at(-1).length;
      dates.push(imapInternal(BASE_DATE + j * STEP_MS));
    }
    const t = now(); // making the messages is not counted
    await c.append(box, list, dates);
    ms += now() - t;
  }
  const m = meter.stop();
  const got = (await c.status(box)).messages;
  if (got !== n) throw new Error(`${box} has ${got} messages, wanted ${n}`);
  const how = c.caps.has('MULTIAPPEND') && c.caps.has('LITERAL+') ? `MULTIAPPEND by ${batch}` : 'APPEND one by one';
  await c.close();
  row('imap', label, 'msg/s', 'higher', [n / (ms / 1000)], {
    how,
    avgBytes: Math.round(bytes / n),
    ...cpuOf([m], n),
    noise: noiseOf([m]),
  });
  return true;
}

// { Big, Fifty }: which of them was made by this process (so that "first time" is true once).
const made = { Big: false, Fifty: false };
export async function ensureBig() {
  if (await ensure(11, 'Big', BIG, bigMessage, `fill mailbox of ${BIG}`, 500)) made.Big = true;
  if (await ensure(12, 'Fifty', FIFTY, fiftyMessage, `fill ${FIFTY} x 50 KB`, 50)) made.Fifty = true;
  return made;
}
