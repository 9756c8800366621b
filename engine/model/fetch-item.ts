/** What a FETCH shows of a message without opening its body. RFC 9051 7.5.2, RFC 8970, RFC 8474, RFC 8514 */

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
  | HeaderItem;

/** The message's header, or some of its fields. */
export interface HeaderItem {
  readonly kind: 'header';
  /** Name in the response, e.g. `BODY[HEADER.FIELDS (DATE)]`. */
  readonly label: string;
  /** null: the whole header as it stands. */
  readonly fields: { readonly names: readonly string[]; readonly not: boolean } | null;
  readonly partial: { readonly offset: number; readonly count: number } | null;
}
