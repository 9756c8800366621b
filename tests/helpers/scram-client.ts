/** The client's side of SCRAM-SHA-256, written from RFC 5802 3 and 7, to be held against the server's. */
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';

export interface ScramClientOptions {
  readonly login: string;
  readonly password: string;
  /** gs2 flag: `n`, `y` or `p=TYPE` with the binding's data. */
  readonly flag?: string;
  readonly binding?: Uint8Array;
}
export interface ScramClient {
  readonly first: string;
  /** From the server's first message to our last. */
  answer(serverFirst: string): string;
  /** Whether the server's last message proves that it has our keys. */
  isServer(serverFinal: string): boolean;
}
const hmac = (key: Uint8Array, text: string): Buffer => createHmac('sha256', key).update(text).digest();

export function scramClient({ login, password, flag = 'n', binding }: ScramClientOptions): ScramClient {
  const header = `${flag},,`;
  const bare = `n=${login.replaceAll('=', '=3D').replaceAll(',', '=2C')},r=${randomBytes(12).toString('base64')}`;
  let signature = '';
  return {
    first: header + bare,
    answer(serverFirst) {
      const [, nonce = '', salt = '', rounds = ''] = /^r=([^,]+),s=([^,]+),i=(\d+)$/.exec(serverFirst) ?? [];
      const salted = pbkdf2Sync(password, Buffer.from(salt, 'base64'), Number(rounds), 32, 'sha256');
      const channel = Buffer.concat([Buffer.from(header), binding ?? Buffer.alloc(0)]).toString('base64');
      const withoutProof = `c=${channel},r=${nonce}`;
      const authMessage = `${bare},${serverFirst},${withoutProof}`;
      const clientKey = hmac(salted, 'Client Key');
      const signed = hmac(createHash('sha256').update(clientKey).digest(), authMessage);
      signature = hmac(hmac(salted, 'Server Key'), authMessage).toString('base64');
      return `${withoutProof},p=${Buffer.from(clientKey.map((octet, at) => octet ^ (signed[at] ?? 0))).toString('base64')}`;
    },
    isServer: (serverFinal) => serverFinal === `v=${signature}`,
  };
}
