/** The last words of a process: bounded, whole lines first, for the sentence that says why it ended. */
const KEPT_CHARS = 4_000;
const LINE_CHARS = 300;

export class OutputTail {
  #text = '';

  add(chunk: string): void {
    this.#text = (this.#text + chunk).slice(-KEPT_CHARS);
  }
  clear(): void {
    this.#text = '';
  }
  get text(): string {
    return this.#text.trim();
  }
  /** The line that most likely says what went wrong: the first one of the tail that names an error, else the last. */
  get tellingLine(): string {
    const lines = this.text.split('\n').map((line) => line.trim());
    return (lines.find((line) => /error|fatal|abort/i.test(line)) ?? lines.at(-1) ?? '').slice(0, LINE_CHARS);
  }
}
