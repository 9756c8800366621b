/** The letter as one run sees it: header fields with this run's edits, decoded once; the body when a test asks. */
import type { HeaderField } from '../../mime/header-fields.ts';
import { decodeFieldText } from '../message/field-text.ts';
import type { HeaderEdit, SieveBodyPart, SieveMessage } from './seam.ts';

export class Letter {
  readonly #message: SieveMessage;
  #fields: HeaderField[];
  /** By name in lower case; null after an edit. */
  #byName: ReadonlyMap<string, HeaderField[]> | null = null;
  readonly #decoded = new Map<HeaderField, string>();
  readonly #edits: HeaderEdit[] = [];
  #rawBody: string | null = null;
  #bodyText: string | null = null;
  #bodyParts: readonly SieveBodyPart[] | null = null;

  constructor(message: SieveMessage) {
    this.#message = message;
    this.#fields = [...message.fields];
  }

  get sizeBytes(): number {
    return this.#message.sizeBytes;
  }
  get edits(): readonly HeaderEdit[] {
    return this.#edits;
  }

  /** Octet strings of all fields of that name, in order. */
  rawFields(name: string): string[] {
    return this.#named(name).map(({ value }) => value);
  }

  /** Their values in Unicode, encoded words undone. RFC 5228 2.7.2 */
  fields(name: string): string[] {
    return this.#named(name).map((field) => this.#decode(field));
  }

  rawBody(): string {
    return (this.#rawBody ??= this.#message.rawBody());
  }
  bodyText(): string {
    return (this.#bodyText ??= this.#message.bodyText());
  }
  bodyParts(): readonly SieveBodyPart[] {
    return (this.#bodyParts ??= this.#message.bodyParts());
  }

  addField(name: string, value: string, last: boolean): void {
    const field = { name, value: Buffer.from(value).toString('latin1') };
    this.#fields = last ? [...this.#fields, field] : [field, ...this.#fields];
    this.#byName = null;
    this.#edits.push({ kind: 'add', name, value, last });
  }

  /** @param isWanted asked for each field of that name with its number from 1 and how many there are */
  removeFields(name: string, isWanted: (value: string, number: number, of: number) => boolean): void {
    const named = this.#named(name);
    const doomed = new Set(named.filter((field, at) => isWanted(this.#decode(field), at + 1, named.length)));
    let number = 1;
    for (const field of named) {
      if (doomed.has(field)) this.#edits.push({ kind: 'remove', name, occurrence: number });
      else number += 1;
    }
    if (doomed.size === 0) return;
    this.#fields = this.#fields.filter((field) => !doomed.has(field));
    this.#byName = null;
  }

  #named(name: string): HeaderField[] {
    this.#byName ??= Map.groupBy(this.#fields, (field) => field.name.toLowerCase());
    return this.#byName.get(name.toLowerCase()) ?? [];
  }

  #decode(field: HeaderField): string {
    const known = this.#decoded.get(field);
    if (known !== undefined) return known;
    const text = decodeFieldText(field.value);
    this.#decoded.set(field, text);
    return text;
  }
}
