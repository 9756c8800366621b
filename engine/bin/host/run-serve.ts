/** `postane serve`: the engine without a window, until a signal or the end of the program that started it. */
import { EngineStartError, startEngine, type Engine } from '../../engine.ts';
import { SettingProblem } from '../../setting-values.ts';
import { VERSION } from './program.ts';
import { parseServeArguments, SERVE_USAGE, ServeUsageError, type ServeArguments } from './serve-arguments.ts';
import { jsonOutput, peopleOutput, type ServeOutput } from './serve-output.ts';

export interface ServeHost {
  readonly env: NodeJS.ProcessEnv;
  readonly webRoot: string | null;
  out(text: string): void;
  err(text: string): void;
  /** Calls once when the engine shall end. */
  onStop(listener: (reason: string) => void): void;
}
/** @returns the exit code: 0 stopped as asked, 1 could not run, 2 the line or a setting was wrong */
export async function runServe(words: readonly string[], host: ServeHost): Promise<number> {
  if (words.includes('--help')) {
    host.out(SERVE_USAGE);
    return 0;
  }
  let line: ServeArguments;
  try {
    line = parseServeArguments(words, host.env);
  } catch (error) {
    if (!(error instanceof ServeUsageError || error instanceof SettingProblem)) throw error;
    host.err(`postane: ${error.message}\n`);
    return 2;
  }
  const output = line.json ? jsonOutput(host.out) : peopleOutput(host.out);
  const stopAsked = new Promise<string>((resolve) => host.onStop(resolve));
  try {
    const engine = await start(line, host, output);
    output.ready(engine);
    await engine.stop(await stopAsked);
    return 0;
  } catch (error) {
    if (!(error instanceof EngineStartError)) throw error;
    output.failed(error.failure);
    host.err(`postane: ${error.failure.message}\n`);
    return error.failure.code === 'badSetting' ? 2 : 1;
  }
}

const start = (line: ServeArguments, host: ServeHost, output: ServeOutput): Promise<Engine> =>
  startEngine({
    dataFolder: line.dataFolder,
    profile: line.profile,
    file: line.file,
    commandLine: line.commandLine,
    webRoot: host.webRoot,
    version: VERSION,
    needsListener: true,
    onEvent: (event) => output.event(event),
  });
