// A lean IMAP driver: the timed path only looks for the tagged line; checks are made afterwards.
import net from 'node:net';
import tls from 'node:tls';
import { now } from './util.mjs';

let seq = 0;
export class Imap {
  static async open(ep, user, { login = true } = {}) {
    const c = new Imap();
    c.ep = ep;
    await c._dial(ep);
    await c._greet;
    if (ep.tls === 'starttls') {
      await c.ok('STARTTLS');
      await c._upgrade();
    }
    if (login) await c.login(user);
    return c;
  }
  _dial(ep) {
    return new Promise((res, rej) => {
      const o = { host: ep.host, port: ep.port, rejectUnauthorized: false };
      const s = ep.tls === 'implicit' ? tls.connect(o, () => res()) : net.connect(o, () => res());
      s.once('error', rej);
      this._greet = new Promise((r, j) => {
        this._onGreet = r;
        s.once('close', () => j(new Error('imap: closed before the greeting')));
      });
      this._greet.catch(() => {}); // when the dial failed, nobody waits for it
      this._attach(s);
    });
  }
  _attach(s) {
    this.s = s;
    s.setNoDelay(true);
    this.cur = null;
    s.on('data', (d) => this._data(d));
    s.on('error', (e) => this._fail(e));
    s.on('close', () => {
      this.closed = true;
      this._fail(new Error('connection closed'));
    });
  }
  _fail(e) {
    this.err = e;
    const w = this.cur;
    this.cur = null;
    if (!w) return;
    clearTimeout(w.timer);
    w.rej(e);
  }
  _upgrade() {
    return new Promise((res, rej) => {
      const raw = this.s;
      for (const e of ['data', 'error', 'close']) raw.removeAllListeners(e);
      const s = tls.connect({ socket: raw, rejectUnauthorized: false }, () => res());
      s.once('error', rej);
      this._attach(s);
    });
  }
  _data(d) {
    if (this._onGreet) {
      this._onGreet(d.toString('latin1'));
      this.greeting = d.toString('latin1');
      this._onGreet = null;
      return;
    }
    const w = this.cur;
    if (!w) {
      if (this.onPush) this.onPush(d.toString('latin1'), now());
      return;
    }
    if (w.firstAt === undefined) w.firstAt = now();
    w.chunks.push(d);
    w.bytes += d.length;
    if (w.cont) {
      // synchronising literal or IDLE: a line starting with '+'
      const s = w.tail + d.toString('latin1');
      const m = /(?:^|\r\n)\+[^\r\n]*\r\n/.exec(s);
      w.tail = s.slice(-200);
      if (m) {
        const f = w.cont;
        w.cont = null;
        f(s.slice(m.index + m[0].length));
      }
    }
    if (w.done === undefined) {
      // search for CRLF tag SP with the boundary to the chunk before taken care of
      const pat = w.pat;
      const seam = Buffer.concat([w.edge, d.subarray(0, pat.length)]);
      if (!seam.includes(pat) && !d.includes(pat)) {
        const e = d.length >= pat.length ? d : Buffer.concat([w.edge, d]);
        w.edge = Buffer.from(e.subarray(Math.max(0, e.length - pat.length + 1)));
        return;
      }
      w.done = true;
    }
    if (d[d.length - 1] === 10) {
      w.at = now();
      this.cur = null;
      clearTimeout(w.timer);
      w.res(w);
    }
  }
  // Sends one command; resolves with {status, text, data (untagged answers), bytes, ms, firstMs}. A server that does not answer
  // within `limit` ms loses the connection.
  cmd(line, { cont, literal, limit = 600000 } = {}) {
    if (this.err) return Promise.reject(this.err);
    const tag = 'zq' + (seq++).toString(36) + 'k';
    const w = { chunks: [], bytes: 0, tail: '', edge: Buffer.from('\r\n'), pat: Buffer.from('\r\n' + tag + ' ') };
    const p = new Promise((res, rej) => {
      w.res = res;
      w.rej = rej;
    });
    this.cur = w;
    w.cont = cont;
    if (limit)
      w.timer = setTimeout(
        () => this.s.destroy(new Error(`no answer in ${limit / 1000} s: ${line.slice(0, 60)}`)),
        limit,
      ).unref();
    w.t0 = now();
    if (literal) {
      this.s.cork();
      this.s.write(`${tag} ${line}\r\n`);
      for (const b of literal) this.s.write(b);
      this.s.write('\r\n');
      this.s.uncork();
    } else this.s.write(`${tag} ${line}\r\n`);
    return p.then((x) => {
      const all = x.chunks.length === 1 ? x.chunks[0] : Buffer.concat(x.chunks);
      x.chunks = null;
      const k = all.lastIndexOf('\r\n' + tag + ' ');
      const head = k === -1 ? 0 : k + 2;
      const last = all.toString('latin1', head);
      const m = new RegExp(`^${tag} (OK|NO|BAD) ?([^\\r\\n]*)\\r\\n`).exec(last);
      if (m && last.length > m[0].length) this.onPush?.(last.slice(m[0].length), x.at); // sent in one packet with our answer
      return {
        status: m?.[1] ?? '?',
        text: m?.[2] ?? last,
        data: all.subarray(0, head),
        bytes: x.bytes,
        ms: x.at - x.t0,
        firstMs: x.firstAt - x.t0,
      };
    });
  }
  async ok(line, o) {
    const r = await this.cmd(line, o);
    if (r.status !== 'OK') throw new Error(`${line.slice(0, 80)} -> ${r.status} ${r.text}`);
    return r;
  }
  async login(user) {
    const q = (s) => '"' + s.replace(/(["\\])/g, '\\$1') + '"';
    await this.ok(`LOGIN ${q(user.login)} ${q(user.pass)}`);
    const r = await this.ok('CAPABILITY');
    this.caps = new Set(
      (/^\* CAPABILITY (.*)$/m.exec(r.data.toString('latin1'))?.[1] ?? '').trim().toUpperCase().split(/\s+/),
    );
  }
  async select(box, how = 'SELECT') {
    const r = await this.ok(`${how} "${box}"`);
    const t = r.data.toString('latin1');
    return {
      ms: r.ms,
      exists: +(/^\* (\d+) EXISTS/m.exec(t)?.[1] ?? 0),
      uidnext: +(/UIDNEXT (\d+)/.exec(t)?.[1] ?? 0),
      validity: +(/UIDVALIDITY (\d+)/.exec(t)?.[1] ?? 0),
      text: t,
    };
  }
  async status(box) {
    const r = await this.ok(`STATUS "${box}" (MESSAGES UIDNEXT UNSEEN)`);
    const t = r.data.toString('latin1');
    return { messages: +(/MESSAGES (\d+)/.exec(t)?.[1] ?? -1), uidnext: +(/UIDNEXT (\d+)/.exec(t)?.[1] ?? -1) };
  }
  // APPEND of several messages in one command (MULTIAPPEND) or one by one.
  async append(box, msgs, dates = []) {
    const plus = this.caps.has('LITERAL+') || (this.caps.has('LITERAL-') && msgs.every((m) => m.length <= 4096));
    if (msgs.length > 1 && !(plus && this.caps.has('MULTIAPPEND'))) {
      let r;
      for (let i = 0; i < msgs.length; i++) r = await this.append(box, [msgs[i]], [dates[i]]);
      return r;
    }
    const d = (i) => (dates[i] ? ` "${dates[i]}"` : '');
    if (plus) {
      const lit = [];
      for (let i = 0; i < msgs.length; i++) {
        lit.push(msgs[i]);
        if (i + 1 < msgs.length) lit.push(Buffer.from(`${d(i + 1)} {${msgs[i + 1].length}+}\r\n`));
      }
      const r = await this.cmd(`APPEND "${box}"${d(0)} {${msgs[0].length}+}`, { literal: lit });
      if (r.status !== 'OK') throw new Error('APPEND ' + r.text);
      return r;
    }
    return this.ok(`APPEND "${box}"${d(0)} {${msgs[0].length}}`, {
      cont: () => {
        this.s.cork();
        this.s.write(msgs[0]);
        this.s.write('\r\n');
        this.s.uncork();
      },
    });
  }
  // IDLE: resolves when the server said '+'; call .done() on the returned object to end.
  idle(onLine) {
    return new Promise((res, rej) => {
      let buf = '',
        started = false;
      const feed = (d) => {
        buf += d;
        let k;
        while ((k = buf.indexOf('\r\n')) !== -1) {
          const l = buf.slice(0, k);
          buf = buf.slice(k + 2);
          if (l[0] === '*') onLine(l, now());
        }
      };
      const p = this.cmd('IDLE', {
        limit: 0,
        cont: (rest) => {
          started = true;
          w.live = feed;
          feed(rest);
          res({
            done: async () => {
              this.s.write('DONE\r\n');
              return p;
            },
          });
        },
      });
      const w = this.cur;
      const orig = this._data.bind(this);
      this._data = (d) => {
        if (w.live && this.cur === w) w.live(d.toString('latin1'));
        orig(d);
      };
      p.then((r) => {
        delete this._data;
        if (!started) rej(new Error('IDLE ' + r.text));
      }, rej);
    });
  }
  async close() {
    if (this.closed) return;
    try {
      await Promise.race([this.cmd('LOGOUT'), new Promise((r) => setTimeout(r, 2000))]);
    } catch {
      /* gone */
    }
    this.s.destroy();
  }
}

export const countLines = (data, what) => {
  let n = 0;
  const pat = Buffer.from(what);
  for (let i = data.indexOf(pat); i !== -1; i = data.indexOf(pat, i + pat.length)) n++;
  return n;
};
// Literals of a FETCH answer, in order.
export function literals(data) {
  const out = [];
  let i = 0;
  for (;;) {
    const k = data.indexOf('}\r\n', i);
    if (k === -1) return out;
    const o = data.lastIndexOf(123, k);
    const n = +data.toString('latin1', o + 1, k);
    if (o < i || Number.isNaN(n)) {
      i = k + 3;
      continue;
    }
    out.push(data.subarray(k + 3, k + 3 + n));
    i = k + 3 + n;
  }
}
export function searchIds(data) {
  const t = data.toString('latin1');
  const m = /^\* (?:SEARCH|SORT)([^\r\n]*)/m.exec(t);
  return m ? m[1].trim().split(/\s+/).filter(Boolean) : [];
}
