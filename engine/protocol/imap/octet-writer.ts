/** Gathers octets and octet strings in one buffer of its own, which can then change threads. */

export class OctetWriter {
  #buffer: Buffer<ArrayBuffer>;
  #length = 0;
  /** Text not yet in the buffer: joining strings first is cheaper than writing each. */
  #text = '';

  constructor(capacityBytes = 64 * 1024) {
    this.#buffer = Buffer.allocUnsafeSlow(capacityBytes);
  }

  /** Octets so far. */
  get length(): number {
    return this.#length + this.#text.length;
  }

  /** @param octets an octet string: one character per octet */
  text(octets: string): void {
    this.#text += octets;
  }

  octets(octets: Uint8Array): void {
    this.#settle(octets.length);
    this.#buffer.set(octets, this.#length);
    this.#length += octets.length;
  }

  /** Everything, in a buffer that holds nothing else; the writer is empty then. */
  take(): Uint8Array<ArrayBuffer> {
    this.#settle(0);
    const { buffer } = this.#buffer;
    const taken = new Uint8Array(buffer, 0, this.#length);
    this.#buffer = Buffer.allocUnsafeSlow(0);
    this.#length = 0;
    return taken;
  }

  #settle(room: number): void {
    const needed = this.#length + this.#text.length + room;
    if (needed > this.#buffer.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.#buffer.length * 2));
      this.#buffer.copy(grown, 0, 0, this.#length);
      this.#buffer = grown;
    }
    if (this.#text === '') return;
    this.#length += this.#buffer.write(this.#text, this.#length, 'latin1');
    this.#text = '';
  }
}
