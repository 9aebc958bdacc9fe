export { DEFAULT_CONFIG, type Config, type Integration, type RuleConfig, type SyncConfig } from './config/config.js';
export { diskFileSystem, memoryFileSystem, type FileSystem, type FileSystemEntry } from './fileSystem.js';
export type {
  Confidence,
  Finding,
  NotEvaluatedItem,
  NotEvaluatedReason,
  Persona,
  Severity,
  SourceRange,
} from './findings/finding.js';
export type { HiddenCounts, ScannedProject, ScanReport } from './findings/report.js';
export { rules } from './rules/index.js';
export type { Rule, RuleOption, RuleTag } from './rules/rule.js';
export { RuleError } from './runRules.js';
export { scan, type ScanOptions } from './scan.js';
