/** More actions, behind one button. */
import type { ReactElement } from 'react';
import { Menu as Base } from '@base-ui/react/menu';
import type { LucideIcon } from 'lucide-react';
import { cx } from './class-names.ts';

export interface MenuEntry {
  readonly label: string;
  readonly icon?: LucideIcon;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  readonly onSelect: () => void;
}
interface MenuProps {
  /** The button that opens the menu. */
  readonly trigger: ReactElement<Record<string, unknown>>;
  /** Groups of entries with a line between them. */
  readonly groups: readonly (readonly MenuEntry[])[];
  readonly side?: 'top' | 'bottom';
}
export function Menu({ trigger, groups, side = 'bottom' }: MenuProps) {
  const shown = groups.filter((group) => group.length > 0);
  return (
    <Base.Root modal={false}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner side={side} align="end" sideOffset={4} className="z-50">
          <Base.Popup className="pop min-w-[200px] rounded-card border border-line2 bg-surface p-1 shadow-high outline-none">
            {shown.map((group, index) => (
              <Base.Group key={group[0]?.label ?? index}>
                {index > 0 && <Base.Separator className="mx-1 my-1 h-px bg-line" />}
                {group.map((entry) => (
                  <MenuItem key={entry.label} entry={entry} />
                ))}
              </Base.Group>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
function MenuItem({
  entry: { label, icon: Icon, danger = false, disabled = false, onSelect },
}: {
  readonly entry: MenuEntry;
}) {
  return (
    <Base.Item
      disabled={disabled}
      onClick={onSelect}
      className={cx(
        'flex items-center gap-2.5 rounded-[6px] px-2 py-1.5 text-small outline-none data-disabled:opacity-50',
        danger ? 'text-bad data-highlighted:bg-bad-weak' : 'data-highlighted:bg-accent-weak',
      )}
    >
      {Icon && <Icon size={15} strokeWidth={1.75} aria-hidden />}
      {label}
    </Base.Item>
  );
}
