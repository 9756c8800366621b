/** What must be closed at the end, last opened first; one that fails does not keep the others open. */
type Close = () => Promise<unknown> | void;

export interface Closers {
  add(close: Close): void;
  /** @throws AggregateError of what failed, after all were tried */
  closeAll(): Promise<void>;
}
export function createClosers(): Closers {
  const list: Close[] = [];
  return {
    add: (close) => void list.push(close),
    async closeAll() {
      const errors: unknown[] = [];
      for (let close = list.pop(); close !== undefined; close = list.pop()) {
        try {
          await close();
        } catch (error) {
          errors.push(error);
        }
      }
      if (errors.length > 0) throw new AggregateError(errors, `closing failed: ${errors.map(String).join('; ')}`);
    },
  };
}
