/**
 * nodemailer's SMTP client with the three things delivery needs and it does not offer: what the remote's EHLO said, SMTPUTF8 for
 * letters whose headers alone need it, and facts of the TLS session. Its members with an underscore are private to
 * it: the version is pinned and outbound-connection.test.ts holds what we rely on. RFC 5321, RFC 6531 3.4
 */
import { TLSSocket } from 'node:tls';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { RemoteHost } from '../model/queue.ts';

interface PrivateMembers {
  readonly _supportedExtensions?: readonly string[];
  readonly _envelope?: { readonly rejectedErrors?: readonly RefusedRecipient[] } | false;
  _sendCommand(command: string, ...rest: readonly unknown[]): unknown;
}

/** nodemailer's error for one refused recipient. */
export interface RefusedRecipient {
  readonly recipient?: string;
  readonly response?: string;
}

export class OutboundConnection extends SMTPConnection {
  /** Ask for SMTPUTF8 although all addresses of the envelope are ASCII. */
  #headersNeedUtf8 = false;

  /** Whether the remote's last EHLO offered the extension. */
  offers(extension: 'SMTPUTF8' | '8BITMIME' | 'DSN'): boolean {
    return (this as unknown as PrivateMembers)._supportedExtensions?.includes(extension) ?? false;
  }
  needUtf8Headers(): void {
    this.#headersNeedUtf8 = true;
  }
  /** Recipients refused in this session; also known when the letter itself was refused later. */
  refusals(): readonly RefusedRecipient[] {
    const envelope = (this as unknown as PrivateMembers)._envelope;
    return envelope ? (envelope.rejectedErrors ?? []) : [];
  }
  /** TLS was begun and is not up. */
  tlsUnfinished(): boolean {
    return this._socket instanceof TLSSocket && !this.secure;
  }
  /** Called by nodemailer for each command. */
  _sendCommand(command: string, ...rest: readonly unknown[]): unknown {
    const mail = this.#headersNeedUtf8 && command.startsWith('MAIL FROM:') && !/ SMTPUTF8( |$)/.test(command);
    const inherited = (SMTPConnection.prototype as unknown as PrivateMembers)._sendCommand;
    return inherited.call(this as unknown as PrivateMembers, mail ? `${command} SMTPUTF8` : command, ...rest);
  }
  /** @returns null while the session is in clear text */
  tlsFacts(): RemoteHost['tls'] {
    const socket = this._socket;
    if (!(socket instanceof TLSSocket)) return null;
    const cipher = socket.getCipher() as ReturnType<typeof socket.getCipher> | null;
    if (cipher === null) return null;
    return { version: socket.getProtocol() ?? 'unknown', cipher: cipher.name, verified: socket.authorized };
  }
}
