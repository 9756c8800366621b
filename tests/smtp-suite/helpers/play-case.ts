/** Plays one case at a port and keeps what was answered: the codes, and whether the server ended the session. */
import { LineClient } from '../../helpers/line-client.ts';
import type { PeerCase } from './peer-cases.ts';

const END = 'end';

/** @returns one code for each line, `end` where the session had ended instead */
export async function playCase(port: number, domain: string, { lines }: PeerCase): Promise<readonly string[]> {
  const client = await LineClient.connect(port);
  await client.until(/^220 /);
  const codes: string[] = [];
  for (const line of lines) {
    const text = Buffer.from(line.replaceAll('{us}', domain)).toString('latin1');
    client.write(line.startsWith('raw:') ? line.slice(4) : `${text}\r\n`);
    codes.push(await codeOf(client));
  }
  client.close();
  return codes;
}
async function codeOf(client: LineClient): Promise<string> {
  try {
    return (await client.until(/^\d{3}(?: |$)/, 10_000)).slice(0, 3);
  } catch (error) {
    if (error instanceof Error && error.message.includes('ended')) return END;
    throw error;
  }
}
