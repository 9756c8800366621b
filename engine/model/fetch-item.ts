/** What a FETCH shows of a message that one page of an answer has room for. RFC 9051 7.5.2, RFC 8970, RFC 8474, RFC 8514 */

export type RowItem =
  | {
      readonly kind:
        | 'uid'
        | 'flags'
        | 'internalDate'
        | 'size'
        | 'modSeq'
        | 'envelope'
        | 'body'
        | 'bodyStructure'
        | 'saveDate'
        | 'preview'
        | 'emailId'
        | 'threadId';
    }
  | HeaderItem
  | WholeItem;

/** The message's header, or some of its fields. */
export interface HeaderItem {
  readonly kind: 'header';
  /** Name in the response, e.g. `BODY[HEADER.FIELDS (DATE)]`. */
  readonly label: string;
  /** null: the whole header as it stands. */
  readonly fields: { readonly names: readonly string[]; readonly not: boolean } | null;
  readonly partial: { readonly offset: number; readonly count: number } | null;
}

/** The message as it stands. */
export interface WholeItem {
  readonly kind: 'whole';
  /** Name in the response, e.g. `BODY[]`. */
  readonly label: string;
  readonly partial: HeaderItem['partial'];
}
