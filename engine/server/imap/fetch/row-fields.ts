/** FETCH items to what the store must give of a message's row. RFC 9051 6.4.5 */
import type { RowField } from '../../../model/message-row.ts';
import type { FetchItem } from '../../../protocol/imap/fetch-arguments.ts';

/** What the store must give for the items. @param isConventional the client takes ASCII headers alone */
export function rowFields(items: readonly FetchItem[], isConventional: boolean): RowField[] {
  const fields = new Set<RowField>();
  if (isConventional && items.some(showsHeaders)) fields.add('envelope').add('prefix').add('mimeIndex');
  for (const { kind } of items) {
    if (kind === 'envelope' || kind === 'body' || kind === 'bodyStructure' || kind === 'preview') fields.add(kind);
    if (kind === 'emailId' || kind === 'threadId') fields.add('emailId');
    if (kind === 'threadId') fields.add('threadRoot');
    if (kind === 'section' || kind === 'binary' || kind === 'binarySize') fields.add('prefix').add('mimeIndex');
  }
  return [...fields];
}

/** Whether the octets of a header are part of the answer, or what is made of them. */
export function showsHeaders({ kind }: FetchItem): boolean {
  return ['envelope', 'body', 'bodyStructure', 'section', 'binary', 'binarySize'].includes(kind);
}
