/** A value that follows another once that has been quiet for a while. */
import { useEffect, useState } from 'react';

export function useDebounced<T>(value: T, quietMs = 200): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), quietMs);
    return () => clearTimeout(timer);
  }, [value, quietMs]);
  return settled;
}
