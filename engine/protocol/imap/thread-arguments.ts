/** Arguments of THREAD. RFC 5256 3 and 5 */
import type { ThreadAlgorithm } from '../../model/message-order.ts';
import type { CommandParser } from './command-parser.ts';
import { charsetAndKeys, type SearchProgram } from './search-program.ts';

export interface ThreadArguments {
  readonly algorithm: ThreadAlgorithm;
  readonly program: SearchProgram;
}

export function threadArguments(line: CommandParser): ThreadArguments {
  line.space();
  const name = line.oneOf(['REFERENCES', 'ORDEREDSUBJECT'], 'threading algorithm');
  line.space();
  return { algorithm: name === 'REFERENCES' ? 'references' : 'orderedSubject', program: charsetAndKeys(line) };
}
