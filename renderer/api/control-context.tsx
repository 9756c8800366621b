/** Hands the control client to every screen below. */
import { createContext, use, type ReactNode } from 'react';
import type { Control } from './control.ts';

const ControlContext = createContext<Control | null>(null);

export function ControlProvider({ control, children }: { readonly control: Control; readonly children: ReactNode }) {
  return <ControlContext value={control}>{children}</ControlContext>;
}
export function useControl(): Control {
  const control = use(ControlContext);
  if (control === null) throw new Error('useControl is used outside of ControlProvider');
  return control;
}
