/** Tells screens that health items may have changed, and keeps whether the disk takes mail. */
import type { ChangeFeed } from '../store/store.ts';

export interface HealthSignal {
  tell(): void;
  isWritable(): boolean;
  /** @returns the function that ends it */
  onChange(listener: () => void): () => void;
}
export function createHealthSignal(changes: ChangeFeed): HealthSignal {
  const listeners = new Set<() => void>();
  let writable = true;
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  changes.store((change) => {
    if (change.kind !== 'writable') return;
    writable = change.writable;
    tell();
  });
  return {
    tell,
    isWritable: () => writable,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
