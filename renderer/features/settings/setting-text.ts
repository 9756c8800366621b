/** A setting's value as text in a field, and back. Names and rules are the engine's; it refuses what is wrong and says what would be right. */
export type SettingWire = string | number | boolean | null;

interface HostPort {
  readonly host: string;
  readonly port: number;
}
const isHostPort = (value: unknown): value is HostPort =>
  typeof value === 'object' && value !== null && 'host' in value && 'port' in value;

/** As the engine reads it: `host:port`, `[v6]:port`, lists with commas. */
export function settingText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(settingText).join(', ');
  if (isHostPort(value)) return `${value.host.includes(':') ? `[${value.host}]` : value.host}:${value.port}`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value as SettingWire);
}
/** Texts that differ from what is in effect; an emptied field is sent as nothing. */
export function changedSettings(
  before: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
): Record<string, string | null> {
  const changed: Record<string, string | null> = {};
  for (const [name, text] of Object.entries(now)) {
    const value = text.trim();
    if (value !== (before[name] ?? '')) changed[name] = value === '' ? null : value;
  }
  return changed;
}
