import { DEFAULT_CONFIG, type Config } from './config/config.js';
import { discover } from './discover.js';
import type { FileSystem } from './fileSystem.js';
import type { Confidence, Persona, Severity } from './findings/finding.js';
import { makeReport } from './findings/makeReport.js';
import type { ScanReport } from './findings/report.js';
import { readProject } from './readProject.js';
import type { Rule } from './rules/rule.js';
import { rules as allRules } from './rules/index.js';
import { runRules } from './runRules.js';

/** What to scan, and how. The file system and the clock are the caller's. */
export interface ScanOptions {
  readonly fileSystem: FileSystem;
  /** The instant that certificates are judged at. */
  readonly now: Date;
  /** Files and folders to report on, relative to the root. Empty means the package directories. */
  readonly paths?: readonly string[];
  readonly rules?: readonly Rule[];
  /** The config of a project, by its folder. */
  readonly configOf?: (projectRoot: string) => Config;
  readonly persona?: Persona;
  readonly minSeverity?: Severity;
  readonly minConfidence?: Confidence;
}

/** The whole tool, in order. Each step takes what the last one made and changes nothing it was given. */
export function scan(options: ScanOptions): ScanReport {
  const { fileSystem, now, paths = [], rules = allRules, configOf = () => DEFAULT_CONFIG } = options;
  const files = discover({ fileSystem, paths });
  const projects = files.map((projectFiles) => readProject(projectFiles, fileSystem));
  const outcomes = projects.map((read) => runRules(read, rules, configOf(read.project.root), now));
  return makeReport({ projects, outcomes, rules, options: { ...options, paths } });
}
