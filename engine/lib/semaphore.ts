/** At most so many at a time; the others wait in order. */
export interface Semaphore {
  /** Runs `work` as soon as there is room and passes on what it gives or throws. */
  run<Result>(work: () => Promise<Result>): Promise<Result>;
}

export function createSemaphore(room: number): Semaphore {
  let free = room;
  const waiting: (() => void)[] = [];
  return {
    async run(work) {
      if (free > 0) free -= 1;
      else await new Promise<void>((go) => waiting.push(go));
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next === undefined) free += 1;
        else next();
      }
    },
  };
}
