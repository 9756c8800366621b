/** What a checked record means and what to do, in English for the command line. The window has its own sentences by code. */
import { assertNever } from '../lib/assert.ts';
import type { DnsRecordCheck, RecordProblem, RecordPurpose } from '../model/dns-record.ts';

/** Verdict, reason and next step. */
export function explainRecord(record: DnsRecordCheck): string {
  if (record.problem === null) return 'Right.';
  return problemSentence(record.problem, record);
}

function problemSentence(problem: RecordProblem, record: DnsRecordCheck): string {
  const { purpose, found, mergedValue } = record;
  const publish = mergedValue === null ? 'publish the wanted value' : `publish instead: ${mergedValue}`;
  switch (problem) {
    case 'notFound':
      return purpose === 'ptr'
        ? 'There is none. Ask the provider of your internet line to set it.'
        : 'There is none yet. Add it at your DNS provider; new records can take an hour to be seen.';
    case 'noAnswer':
      return 'The DNS gave no answer, so nothing is known. Check again later.';
    case 'addressUnknown':
      return 'The public address of this server is not known yet. Set its address record first.';
    case 'severalRecords':
      return `There are ${found.length}, and receivers then use none. Keep one: ${publish}.`;
    case 'otherKey':
      return 'It holds another key, so our signatures fail. Replace it by the wanted value.';
    case 'notOurs':
      return `It leads to other servers (${found.join(', ')}). Mail does not come here until it is changed to the wanted value.`;
    case 'otherValue':
      return otherValueSentence(purpose, found, publish);
    default:
      return assertNever(problem, 'problem of a record');
  }
}

function otherValueSentence(purpose: RecordPurpose, found: readonly string[], publish: string): string {
  const there = found.join(', ');
  switch (purpose) {
    case 'mx':
      return `Another server stands before this one (${there}) and gets the mail. Give this one the lowest number.`;
    case 'spf':
      return `It does not name this server (${there}), so its mail may be refused. Keep what you have and ${publish}.`;
    case 'ptr':
      return `It gives another name (${there}). Ask the provider of your internet line to change it.`;
    case 'a':
      return `It leads to another address (${there}). Change it to the address of this server.`;
    case 'dkim':
    case 'dmarc':
      return `What is there is not valid (${there}). Replace it: ${publish}.`;
    default:
      return assertNever(purpose, 'purpose of a record');
  }
}
