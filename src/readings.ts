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
   */
  find(what: string, paths: readonly string[]): Reading | undefined;
  keep(what: string, paths: readonly string[], reading: Reading): void;
}

/**
 * Readings for two scans, one after the other: the first fills them, the second takes over what was read from files that
 * are the same for it.
 */
export function sharedReadings(isSame: (path: string) => boolean): {
  readonly first: Readings;
  readonly second: Readings;
} {
  const known = new Map<string, Reading>();
  const keyOf = (what: string, paths: readonly string[]): string => `${what}\0${paths.join('\0')}`;
  return {
    first: {
      find: () => undefined,
      keep: (what, paths, reading) => known.set(keyOf(what, paths), reading),
    },
    second: {
      find: (what, paths) => (paths.every(isSame) ? known.get(keyOf(what, paths)) : undefined),
      keep: () => undefined,
    },
  };
}
