import { applyBaseline, type Baseline } from './baseline/baseline.js';
import { DEFAULT_CONFIG, type Config } from './config/config.js';
import { discover } from './discover.js';
import type { FileSystem } from './fileSystem.js';
import type { Confidence, Persona, Severity } from './findings/finding.js';
import { makeReport } from './findings/makeReport.js';
import type { ScanReport } from './findings/report.js';
import { Landscape } from './model/landscape.js';
import { nameOrgs, type AskedProject } from './model/nameOrgs.js';
import type { Project } from './model/project.js';
import { readProject } from './readProject.js';
import type { Readings } from './readings.js';
import type { Rule } from './rules/rule.js';
import { rules as allRules } from './rules/index.js';
import { applicableRules, runRules, runSuppressionRules } from './runRules.js';
import { applySuppressions, NOTHING_SUPPRESSED } from './suppressions/applySuppressions.js';
import type { SuppressionFile } from './suppressions/suppression.js';

/** What to scan, and how. The file system and the clock are the caller's. */
export interface ScanOptions {
  readonly fileSystem: FileSystem;
  /** The instant that certificates are judged at. */
  readonly now: Date;
  /** Files and folders to report on, relative to the root. Empty means the package directories. */
  readonly paths?: readonly string[];
  /** Folders that are each the project of an org, whether or not they have a `sfdx-project.json`. */
  readonly askedProjects?: readonly AskedProject[];
  readonly rules?: readonly Rule[];
  /** The config of a project, by its folder. */
  readonly configOf?: (projectRoot: string) => Config;
  /** The suppression file of a project, by its folder. */
  readonly suppressionsOf?: (projectRoot: string) => SuppressionFile | undefined;
  /** The findings that the team has put off. */
  readonly baseline?: Baseline;
  /** False: what files, comments and the baseline take off the list is reported all the same. */
  readonly isIgnoring?: boolean;
  readonly persona?: Persona;
  readonly minSeverity?: Severity;
  readonly minConfidence?: Confidence;
  /**
   * True for a state that another one is compared with: what persona, severity, confidence and paths hide is among the
   * findings, and nobody looks up their lines.
   */
  readonly isCompared?: boolean;
  /** What this scan can take over from another one, or has to leave to it. */
  readonly readings?: Readings;
  /** True: findings are reported for all of each project, and `paths` only say what counts as deployed. */
  readonly reportsAll?: boolean;
  /** Gets the projects as they were read, for what is made of the graph besides findings. */
  readonly onProjects?: (projects: readonly ConfiguredProject[]) => void;
}

/** A project of a scan, with its config. */
export interface ConfiguredProject {
  /** What people call the org: unique among the orgs of a scan. */
  readonly name: string;
  readonly project: Project;
  readonly config: Config;
}

/** The whole tool, in order. Each step takes what the last one made and changes nothing it was given. */
export function scan(options: ScanOptions): ScanReport {
  const { fileSystem, now, paths = [], configOf = () => DEFAULT_CONFIG } = options;
  const { suppressionsOf, baseline, isIgnoring = true } = options;
  const { askedProjects = [] } = options;
  const files = discover({ fileSystem, paths, projects: askedProjects.map(({ folder }) => folder) });
  const projects = files.map((projectFiles) => readProject(projectFiles, fileSystem, options.readings));
  const configs = projects.map(({ project }) => configOf(project.root));
  const orgs = nameOrgs(
    projects.map(({ project }, index) => ({ project, config: configs[index]! })),
    askedProjects
  );
  const landscape = new Landscape(orgs);
  const rules = applicableRules(options.rules ?? allRules, landscape);
  const outcomes = runRules(projects, rules, landscape, now);
  const suppressionFiles = projects.map(({ project }) => suppressionsOf?.(project.root));
  const suppressed = isIgnoring
    ? applySuppressions({ projects, outcomes, files: suppressionFiles, configs, rules, fileSystem, now })
    : NOTHING_SUPPRESSED;
  const aboutSuppressions = projects.map((read, index) =>
    runSuppressionRules(read, rules, landscape, now, suppressed.uses[index] ?? [])
  );
  const report = makeReport({
    projects,
    outcomes: outcomes.map((ofProject, index) => [...ofProject, ...(aboutSuppressions[index] ?? [])]),
    suppressed,
    suppressionFiles,
    rules,
    options: { ...options, paths: options.reportsAll ? [] : paths },
  });
  options.onProjects?.(orgs);
  return baseline && isIgnoring ? applyBaseline(report, baseline) : report;
}
