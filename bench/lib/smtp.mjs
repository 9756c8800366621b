// A lean SMTP client. Pipelines MAIL/RCPT/DATA where the server offers PIPELINING (as MTAs do).
import net from 'node:net';
import tls from 'node:tls';

export class Smtp {
  static async open(ep, { pipelining = 'auto', helo = 'bench.client.example' } = {}) {
    const c = new Smtp();
    c.ep = ep;
    c.mode = pipelining;
    c.helo = helo;
    c.q = [];
    c.buf = '';
    c.lines = [];
    await new Promise((res, rej) => {
      const o = { host: ep.host, port: ep.port, rejectUnauthorized: false };
      const s = ep.tls === 'implicit' ? tls.connect(o, () => res()) : net.connect(o, () => res());
      s.once('error', rej);
      c._attach(s);
    });
    c._want(220, await c._reply());
    await c.ehlo();
    if (ep.tls === 'starttls') {
      c._want(220, await c._say('STARTTLS\r\n'));
      const raw = c.s;
      for (const e of ['data', 'error', 'close', 'timeout']) raw.removeAllListeners(e);
      raw.setTimeout(0);
      await new Promise((res, rej) => {
        const s = tls.connect({ socket: raw, rejectUnauthorized: false }, () => res());
        s.once('error', rej);
        c._attach(s);
      });
      await c.ehlo();
    }
    if (ep.user)
      c._want(235, await c._say(`AUTH PLAIN ${Buffer.from(`\0${ep.user}\0${ep.pass}`).toString('base64')}\r\n`));
    return c;
  }
  _attach(s) {
    this.s = s;
    s.setNoDelay(true);
    s.setTimeout(120000, () => s.destroy(new Error('smtp: silence for 120 s')));
    s.on('data', (d) => {
      this.buf += d.toString('latin1');
      let k;
      while ((k = this.buf.indexOf('\r\n')) !== -1) {
        const l = this.buf.slice(0, k);
        this.buf = this.buf.slice(k + 2);
        this.acc = (this.acc ? this.acc + '\n' : '') + l;
        if (l[3] !== '-') {
          const r = this.acc;
          this.acc = '';
          const w = this.q.shift();
          if (w) w.res(r);
          else this.lines.push(r);
        }
      }
    });
    const fail = (e) => {
      this.err = e;
      for (const w of this.q.splice(0)) w.rej(e);
    };
    s.on('error', fail);
    s.on('close', () => fail(new Error('smtp connection closed')));
  }
  _reply() {
    if (this.lines.length) return Promise.resolve(this.lines.shift());
    if (this.err) return Promise.reject(this.err);
    return new Promise((res, rej) => this.q.push({ res, rej }));
  }
  _say(t) {
    this.s.write(t);
    return this._reply();
  }
  _want(code, r) {
    if (!r.startsWith(String(code))) throw new Error(`SMTP: wanted ${code}, got ${r}`);
    return r;
  }
  async ehlo() {
    const r = this._want(250, await this._say(`EHLO ${this.helo}\r\n`));
    this.ext = new Set(r.split('\n').map((l) => l.slice(4).split(' ')[0].toUpperCase()));
    this.pipe = this.mode === 'auto' && this.ext.has('PIPELINING');
  }
  // data: already dot-stuffed and ended with CRLF.CRLF
  async send(from, rcpts, data) {
    if (this.pipe) {
      const first = this._reply();
      const rs = rcpts.map(() => this._reply());
      const dr = this._reply();
      this.s.write(`MAIL FROM:<${from}>\r\n${rcpts.map((r) => `RCPT TO:<${r}>\r\n`).join('')}DATA\r\n`);
      const all = await Promise.all([first, ...rs, dr]);
      for (let i = 0; i < all.length - 1; i++) this._want(2, all[i]);
      this._want(354, all[all.length - 1]);
    } else {
      this._want(250, await this._say(`MAIL FROM:<${from}>\r\n`));
      for (const r of rcpts) this._want(25, await this._say(`RCPT TO:<${r}>\r\n`));
      this._want(354, await this._say('DATA\r\n'));
    }
    return this._want(250, await this._say(data));
  }
  async quit() {
    try {
      await this._say('QUIT\r\n');
    } catch {
      /* gone */
    }
    this.s.destroy();
  }
}
