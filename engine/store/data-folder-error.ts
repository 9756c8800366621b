/** A data folder that the store will not open, told apart for the screens; nothing in it was changed. */
import { MailError } from '../model/errors.ts';

export type DataFolderProblem = 'dataUnreadable' | 'newerVersion' | 'networkFileSystem';

export class DataFolderError extends MailError {
  readonly problem: DataFolderProblem;
  constructor(problem: DataFolderProblem, message: string, options?: ErrorOptions) {
    super('cannot', message, options);
    this.name = 'DataFolderError';
    this.problem = problem;
  }
}
