/** How a setting's value is written and read: each kind takes text, file or window values and says what would be right. */
import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import type { HostPort, PortSetting } from './model/settings.ts';

/** A value that cannot be used; the message says what would be right. */
export class SettingProblem extends Error {
  readonly setting: string;
  constructor(setting: string, message: string) {
    super(`${setting}: ${message}`);
    this.name = 'SettingProblem';
    this.setting = setting;
  }
}
/** Reads one value; returns undefined when it is not of this kind. */
export interface ValueKind<T> {
  read(value: unknown): T | undefined;
  /** What would be right, e.g. `a port from 0 to 65535 or "off"`. */
  readonly wanted: string;
}

const asText = (value: unknown): string | undefined =>
  typeof value === 'string'
    ? value.trim()
    : typeof value === 'number' && Number.isFinite(value)
      ? String(value)
      : undefined;
const asInteger = (value: unknown): number | undefined => {
  const text = asText(value);
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
};
const asList = (value: unknown): readonly unknown[] | undefined => {
  if (Array.isArray(value)) return value;
  const text = asText(value);
  return text === undefined ? undefined : text === '' ? [] : text.split(',').map((part) => part.trim());
};

export const port: ValueKind<PortSetting> = {
  wanted: 'a port from 0 (any free one) to 65535, or "off"',
  read(value) {
    if (value === 'off' || value === false) return 'off';
    const number = asInteger(value);
    return number !== undefined && number <= 65_535 ? number : undefined;
  },
};
export function integer(least: number, most: number, unit = ''): ValueKind<number> {
  return {
    wanted: `a whole number from ${least} to ${most}${unit}`,
    read(value) {
      const number = asInteger(value);
      return number !== undefined && number >= least && number <= most ? number : undefined;
    },
  };
}
const SIZE_UNITS: Readonly<Record<string, number>> = {
  '': 1,
  B: 1,
  KB: 1024,
  MB: 1024 ** 2,
  GB: 1024 ** 3,
  TB: 1024 ** 4,
};
/** Bytes of `1GB`, `500 MB`, `1048576`; null when it is no size. Units count by 1024. */
export function parseSize(text: string): number | null {
  const found = /^(\d{1,15}(?:\.\d{1,3})?) ?([KMGT]?B?)$/i.exec(text.trim());
  if (found === null) return null;
  const unit = found[2]!.toUpperCase();
  const factor = SIZE_UNITS[unit] ?? SIZE_UNITS[`${unit}B`];
  const bytes = factor === undefined ? Number.NaN : Math.round(Number(found[1]) * factor);
  return Number.isSafeInteger(bytes) ? bytes : null;
}
export function size(least: number, most: number): ValueKind<number> {
  return {
    wanted: `a size from ${least} to ${most} bytes, e.g. 50MB`,
    read(value) {
      const text = asText(value);
      const bytes = text === undefined ? null : parseSize(text);
      return bytes !== null && bytes >= least && bytes <= most ? bytes : undefined;
    },
  };
}
export function oneOf<const T extends string>(...words: readonly T[]): ValueKind<T> {
  return { wanted: `one of ${words.join(', ')}`, read: (value) => words.find((word) => word === value) };
}
export function optional<T>(kind: ValueKind<T>): ValueKind<T | null> {
  return {
    wanted: `${kind.wanted}, or nothing`,
    read: (value) => (value === null || value === '' ? null : kind.read(value)),
  };
}
export function listOf<T>(kind: ValueKind<T>, least: number, most: number): ValueKind<readonly T[]> {
  return {
    wanted: `${least === 0 ? 'nothing or ' : ''}a comma-separated list of at most ${most}, each ${kind.wanted}`,
    read(value) {
      const items = asList(value);
      if (items === undefined || items.length < least || items.length > most) return undefined;
      const found = items.map((item) => kind.read(item));
      return found.every((item) => item !== undefined) ? (found as T[]) : undefined;
    },
  };
}
export const listenAddress: ValueKind<string> = {
  wanted: 'an IP address of this computer, or * for all',
  read: (value) => (typeof value === 'string' && (value === '*' || isIP(value) !== 0) ? value : undefined),
};
/** One IP address or all that begin alike: `192.0.2.1`, `192.0.2.0/24`, `2001:db8::/32`. */
export const addressBlock: ValueKind<string> = {
  wanted: 'an IP address, or a block of them such as 192.0.2.0/24',
  read(value) {
    const [, address = '', bits] =
      typeof value === 'string' ? (/^([0-9a-f:.]+)(?:\/(\d{1,3}))?$/i.exec(value) ?? []) : [];
    const family = isIP(address);
    const most = family === 4 ? 32 : 128;
    return family !== 0 && (bits === undefined || Number(bits) <= most) ? (value as string) : undefined;
  },
};
const LABEL = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;
/** A-label form of a host or domain name, lower case; null when it is none. RFC 1123 2.1, RFC 5891 */
export function asciiDomain(name: string): string | null {
  const ascii = domainToASCII(name.trim().replace(/\.$/, '')).toLowerCase();
  if (ascii === '' || ascii.length > 253 || isIP(ascii) !== 0) return null;
  return ascii.split('.').every((label) => LABEL.test(label)) ? ascii : null;
}
export const hostName: ValueKind<string> = {
  wanted: 'a host name such as mail.example.com',
  read: (value) => (typeof value === 'string' ? (asciiDomain(value) ?? undefined) : undefined),
};
/** `host`, `host:port`, `[v6]:port`; the port may be left out when there is a usual one. */
export function hostPort(usualPort: number, hosts: 'names' | 'addresses'): ValueKind<HostPort> {
  return {
    wanted: hosts === 'names' ? 'host:port' : 'an IP address, with :port when it is not the usual one',
    read(value) {
      if (typeof value !== 'string') return undefined;
      const found =
        /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(value) ?? (isIP(value) === 6 ? [value, value] : null);
      const host = found?.[1] ?? found?.[2];
      if (host === undefined) return undefined;
      const number = found?.[3] === undefined ? usualPort : Number(found[3]);
      const known = isIP(host) !== 0 ? host : hosts === 'names' ? asciiDomain(host) : null;
      return known !== null && number >= 1 && number <= 65_535 ? { host: known, port: number } : undefined;
    },
  };
}
export function text(most: number): ValueKind<string> {
  return {
    wanted: `text of at most ${most} characters`,
    read: (value) => (typeof value === 'string' && value.length > 0 && value.length <= most ? value : undefined),
  };
}
