// Deterministic mail: the same seed gives the same bytes, so two servers are fed the same input.
import { rng } from './util.mjs';

const W = [];
{
  const R = rng(42);
  const syl = 'ka le mi ro su ta ne vo di bar gol ser yaz tek mar dön çe şu ğa lı an er ok ül'.split(' ');
  const seen = new Set();
  while (W.length < 12000) {
    let w = '';
    const k = 1 + Math.floor(R() * 3);
    for (let i = 0; i <= k; i++) w += syl[Math.floor(R() * syl.length)];
    if (!seen.has(w)) {
      seen.add(w);
      W.push(w);
    }
  }
}
const ASCII = W.filter((w) => /^[a-z]+$/.test(w));
const FIRST = 'Ayse Mehmet Fatma Ali Zeynep Mustafa Elif Hasan Emine Can Deniz Ece John Mary Peter Anna'.split(' ');
const LAST = 'Yilmaz Kaya Demir Celik Sahin Aydin Ozturk Arslan Smith Miller Schmidt Rossi'.split(' ');
const DAY = 'Sun Mon Tue Wed Thu Fri Sat'.split(' ');
const MON = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
export const rfcDate = (ms) => {
  const d = new Date(ms);
  return `${DAY[d.getUTCDay()]}, ${d.getUTCDate()} ${MON[d.getUTCMonth()]} ${d.getUTCFullYear()} ${d.toISOString().slice(11, 19)} +0000`;
};
export const imapDay = (ms) => {
  const d = new Date(ms);
  return `${d.getUTCDate()}-${MON[d.getUTCMonth()]}-${d.getUTCFullYear()}`;
};
export const imapInternal = (ms) => {
  const d = new Date(ms);
  return `${String(d.getUTCDate()).padStart(2, ' ')}-${MON[d.getUTCMonth()]}-${d.getUTCFullYear()} ${d.toISOString().slice(11, 19)} +0000`;
};

const B64 = Buffer.alloc(1 << 20);
{
  const R = rng(99);
  const A = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  for (let i = 0; i < B64.length; i++) {
    const c = i % 78;
    B64[i] = c === 76 ? 13 : c === 77 ? 10 : A.charCodeAt(Math.floor(R() * 64));
  }
}

function words(R, n, list = ASCII) {
  let s = '';
  for (let i = 0; i < n; i++) s += (i ? ' ' : '') + list[Math.floor(Math.pow(R(), 2.5) * list.length)];
  return s;
}
function para(R, bytes) {
  const out = [];
  let len = 0;
  while (len < bytes) {
    const l = words(R, 8 + Math.floor(R() * 4)).slice(0, 74);
    out.push(l);
    len += l.length + 2;
  }
  return out.join('\r\n');
}
const qp = (s) =>
  [...Buffer.from(s)]
    .map((b) => (b > 126 || b === 61 ? '=' + b.toString(16).toUpperCase().padStart(2, '0') : String.fromCharCode(b)))
    .join('');

export const BASE_DATE = Date.UTC(2024, 0, 1);

// kind: 'text' | 'alt' | 'mixed'; size: total bytes aimed at.
export function message({ id, seed, size = 4096, kind = 'text', to = 'u1@bench.test', from, date, refs }) {
  const R = rng((seed ?? 1) * 2654435761);
  const f = FIRST[Math.floor(R() * FIRST.length)],
    l = LAST[Math.floor(R() * LAST.length)];
  const fromAddr = from ?? `${f}.${l}@sender.example`.toLowerCase();
  const subj =
    R() < 0.15
      ? `=?UTF-8?Q?${qp(words(R, 3, W)).replace(/ /g, '_')}?=`
      : (refs ? 'Re: ' : '') + words(R, 3 + Math.floor(R() * 4));
  const d = date ?? BASE_DATE + (seed ?? 1) * 300000;
  const bnd = `=_b${(seed ?? 1).toString(36)}x`;
  const head = [
    `From: ${f} ${l} <${fromAddr}>`,
    `To: <${to}>`,
    ...(R() < 0.3
      ? [
          `Cc: "${LAST[Math.floor(R() * LAST.length)]} ${FIRST[Math.floor(R() * FIRST.length)]}" <cc${Math.floor(R() * 50)}@sender.example>`,
        ]
      : []),
    `Subject: ${subj}`,
    `Date: ${rfcDate(d)}`,
    `Message-ID: <${id}@bench.sender.example>`,
    ...(refs?.length
      ? [
          `In-Reply-To: <${refs[refs.length - 1]}@bench.sender.example>`,
          `References: ${refs.map((r) => `<${r}@bench.sender.example>`).join('\r\n ')}`,
        ]
      : []),
    'MIME-Version: 1.0',
    'User-Agent: PostaneBench/1',
    `X-Bench-Id: ${id}`,
  ];
  // one rare word per message: rare(n) appears in 1 of 1000 seeds
  const rare = `zzrare${(seed ?? 1) % 1000}q`;
  let body;
  if (kind === 'text') {
    head.push('Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 7bit');
    const left = size - head.join('\r\n').length - 6 - rare.length;
    body = `${rare}\r\n${para(R, Math.max(80, left - 40))}\r\n`;
  } else {
    const used = head.join('\r\n').length + 700;
    const textLen = kind === 'alt' ? Math.floor((size - used) / 3) : Math.min(2000, Math.floor((size - used) / 4));
    const t = `${rare}\r\n${para(R, Math.max(80, textLen))}`;
    const h = `<html><head><style>p{margin:0 0 1em}</style></head><body><p>${para(R, Math.max(80, kind === 'alt' ? size - used - textLen : textLen)).replace(/\r\n/g, '\r\n<br>')}</p></body></html>`;
    const alt = (b) =>
      `--${b}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\n${t}\r\n--${b}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\n${h}\r\n--${b}--\r\n`;
    if (kind === 'alt') {
      head.push(`Content-Type: multipart/alternative; boundary="${bnd}"`);
      body = alt(bnd);
    } else {
      head.push(`Content-Type: multipart/mixed; boundary="${bnd}"`);
      const pre = `--${bnd}\r\nContent-Type: multipart/alternative; boundary="${bnd}a"\r\n\r\n${alt(bnd + 'a')}\r\n--${bnd}\r\nContent-Type: application/pdf; name="fatura-${seed}.pdf"\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename="fatura-${seed}.pdf"\r\n\r\n`;
      const post = `\r\n--${bnd}--\r\n`;
      const hb = Buffer.from(head.join('\r\n') + '\r\n\r\n' + pre);
      let need = Math.max(78, size - hb.length - post.length);
      const parts = [hb];
      let off = Math.floor(R() * 1000) * 78;
      while (need > 0) {
        const end = Math.floor(Math.min(B64.length, off + need) / 78) * 78;
        if (end <= off) break;
        parts.push(B64.subarray(off, end));
        need -= end - off;
        off = 0;
      }
      parts.push(Buffer.from(post));
      return Buffer.concat(parts);
    }
  }
  return Buffer.from(head.join('\r\n') + '\r\n\r\n' + body);
}

// The varied mix of a small office: 60 % short text, 25 % HTML, 10 % with a document, 5 % large.
export function mixed(i, id, to) {
  const R = rng(i + 17);
  const x = R();
  if (x < 0.6) return message({ id, seed: i, to, kind: 'text', size: 1500 + Math.floor(R() * 6500) });
  if (x < 0.85) return message({ id, seed: i, to, kind: 'alt', size: 8000 + Math.floor(R() * 50000) });
  if (x < 0.95) return message({ id, seed: i, to, kind: 'mixed', size: 60000 + Math.floor(R() * 240000) });
  return message({ id, seed: i, to, kind: 'mixed', size: 300000 + Math.floor(R() * 900000) });
}

// Dot-stuffed with the final CRLF.CRLF, ready to be written after 354.
export function smtpData(buf) {
  let extra = 0;
  for (let i = buf.indexOf('\r\n.'); i !== -1; i = buf.indexOf('\r\n.', i + 3)) extra++;
  if (!extra && buf[0] !== 46) return Buffer.concat([buf, Buffer.from('.\r\n')]);
  let s = buf.toString('latin1').replace(/\r\n\./g, '\r\n..');
  if (s[0] === '.') s = '.' + s;
  return Buffer.from(s + '.\r\n', 'latin1');
}
