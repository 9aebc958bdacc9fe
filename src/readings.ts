/** What was read from some files, without any trouble. */
export interface Reading {
  readonly result: unknown;
  /** Those of the files that say in a comment what is to be ignored. */
  readonly withComments: readonly string[];
}

/** What one scan read and another may take over: reading is most of the work. */
export interface Readings {
  /**
   * What was read from these files before, if they are now as they were then.
   *
   * @param what says how they were read and what for
   * @param paths at least one
   */
  find(what: string, paths: readonly string[]): Reading | undefined;
  keep(what: string, paths: readonly string[], reading: Reading): void;
}

/**
 * Readings for two scans, one after the other: the first fills them, the second takes over what was read from files that
 * are the same for it.
 */
export function sharedReadings(): {
  readonly first: Readings;
  readonly second: (isSame: (path: string) => boolean) => Readings;
} {
  // By the first path: the joined paths would be longer keys, and another text each time.
  const known = new Map<string, Kept[]>();
  return {
    first: {
      find: () => undefined,
      keep(what, paths, reading) {
        const kept = known.get(paths[0]!);
        if (kept) kept.push({ what, paths, reading });
        else known.set(paths[0]!, [{ what, paths, reading }]);
      },
    },
    second: (isSame) => ({
      find(what, paths) {
        const kept = known.get(paths[0]!)?.find((one) => one.what === what && isSameList(one.paths, paths));
        return kept && paths.every(isSame) ? kept.reading : undefined;
      },
      keep: () => undefined,
    }),
  };
}

/** A reading, and what of. */
interface Kept {
  readonly what: string;
  readonly paths: readonly string[];
  readonly reading: Reading;
}

const isSameList = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((path, index) => path === other[index]);
