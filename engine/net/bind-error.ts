/** Why a port cannot be used, told apart, each with its cure in words. */
import type { PortHolder } from './port-holder.ts';

export interface BindError {
  readonly code: 'inUse' | 'notPermitted' | 'addressUnavailable' | 'other';
  /** English: reason and cure. */
  readonly message: string;
  /** The program that holds the port, where the system tells. */
  readonly program: string | null;
}
export interface BindAttempt {
  readonly protocol: string;
  readonly host: string;
  readonly port: number;
  readonly platform: NodeJS.Platform;
  /** Path of the program that wants the port. */
  readonly executable: string;
}

const HIGHEST_PRIVILEGED_PORT = 1023;

export function explainBindError(error: Error, attempt: BindAttempt, holder: PortHolder | null): BindError {
  const { protocol, host, port } = attempt;
  const code = 'code' in error ? error.code : undefined;
  switch (code) {
    case 'EADDRINUSE': {
      const who = holder === null ? 'another program' : `${holder.program} (process ${holder.pid})`;
      const message = `port ${port} on ${host} is held by ${who}; stop that program, or give ${protocol} another port with the setting ${protocol}.port`;
      return { code: 'inUse', message, program: holder?.program ?? null };
    }
    case 'EACCES':
    case 'EPERM':
      return { code: 'notPermitted', message: permissionCure(attempt), program: null };
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAFNOSUPPORT': {
      const message = `this computer has no address ${host}; correct the setting bind (* means all its addresses)`;
      return { code: 'addressUnavailable', message, program: null };
    }
    default:
      return { code: 'other', message: `the system refused port ${port} on ${host}: ${error.message}`, program: null };
  }
}

function permissionCure({ protocol, host, port, platform, executable }: BindAttempt): string {
  if (platform === 'win32') {
    return `Windows keeps port ${port} for itself; "netsh interface ipv4 show excludedportrange protocol=tcp" shows what is kept, and a restart often frees it; or give ${protocol} another port with the setting ${protocol}.port`;
  }
  if (port > HIGHEST_PRIVILEGED_PORT)
    return `the system does not allow port ${port} on ${host} (a security policy); allow it there, or give ${protocol} another port with the setting ${protocol}.port`;
  if (platform === 'darwin') {
    return `macOS gives ports under 1024 to ordinary users only on all addresses at once; set bind to *, or give ${protocol} another port with the setting ${protocol}.port`;
  }
  return [
    `ports under 1024 need a permission that this program does not have; give it with one of`,
    `"sudo setcap cap_net_bind_service=+ep ${executable}",`,
    `"AmbientCapabilities=CAP_NET_BIND_SERVICE" in the systemd unit,`,
    `"sudo sysctl net.ipv4.ip_unprivileged_port_start=${port}";`,
    `or give ${protocol} another port with the setting ${protocol}.port`,
  ].join(' ');
}
