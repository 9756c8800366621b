/** Wanted records as a zone file that a DNS provider can import. RFC 1035 5 */
import type { DnsRecord } from '../model/dns-record.ts';

const quoted = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&')}"`;

export function zoneFile(domain: string, records: readonly DnsRecord[]): string {
  const lines = records
    .filter((record) => record.type !== 'PTR' && record.value !== '')
    .map((record) => `${record.name}.\t3600\tIN\t${record.type}\t${dataOf(record)}`);
  const elsewhere = records.filter((record) => record.type === 'PTR').map(ptrNote);
  return [`; Postane: records of ${domain}`, ...lines, ...elsewhere, ''].join('\n');
}
function dataOf(record: DnsRecord): string {
  if (record.type === 'MX') return `${record.priority ?? 10} ${record.value}.`;
  if (record.type === 'TXT') return record.chunks.map(quoted).join(' ');
  return record.value;
}
/** Not in this zone: said, so that it is not forgotten. */
function ptrNote(record: DnsRecord): string {
  const name = record.name === '' ? 'the reverse name of your public address' : `${record.name}.`;
  return `; At the provider of your internet line: ${name} PTR ${record.value}.`;
}
