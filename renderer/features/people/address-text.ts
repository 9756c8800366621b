/** Addresses as text and as typed. RFC 5321 4.1.2 */
import type { Address } from '../../../engine/model/account.ts';

export const addressText = ({ localpart, domain }: Address): string => `${localpart}@${domain}`;

/** A localpart for a name: "Ayşe Yılmaz" suggests "ayse.yilmaz". Plain letters, because not every server takes others. */
export function suggestLocalpart(displayName: string): string {
  return displayName
    .trim()
    .replace(/[ıİ]/g, 'i')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase())
    .replace(/[^a-z0-9]+/g, '.')
    .replace(/^\.+|\.+$/g, '');
}
export type LocalpartProblem = 'missing' | 'wrong';
export function localpartProblem(localpart: string): LocalpartProblem | null {
  if (localpart === '') return 'missing';
  return /[\s@<>,;:"]/.test(localpart) ? 'wrong' : null;
}

const GIGABYTE = 1_000_000_000;
/** Typed gigabytes as bytes; null for "no limit", undefined for what is no size. Point and comma both divide. */
export function quotaBytes(typed: string): number | null | undefined {
  const text = typed.trim().replace(',', '.');
  if (text === '') return null;
  const value = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  return value > 0 && value < 1_000_000 ? Math.round(value * GIGABYTE) : undefined;
}
export const quotaText = (bytes: number | null): string =>
  bytes === null ? '' : String(Math.round((bytes / GIGABYTE) * 1000) / 1000);
