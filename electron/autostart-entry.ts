/** The text of a desktop file that starts a program at login (Desktop Entry Specification 1.5: quoting of Exec, escapes of strings). */

export function autostartEntry(name: string, command: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    `Name=${stringValue(name)}`,
    `Exec=${stringValue(command.map(execArgument).join(' '))}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/** Inside quotes, four characters are escaped; a percent sign would begin a field code. */
const execArgument = (text: string): string => `"${text.replace(/["`$\\]/g, '\\$&').replaceAll('%', '%%')}"`;
/** The string rule is applied on top of the quoting rule, so a backslash is doubled once more. */
const stringValue = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
