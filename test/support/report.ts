import type { Finding, NotEvaluatedItem, SourceRange } from '../../src/findings/finding.js';
import { Positions } from '../../src/findings/positions.js';
import type { ScanReport } from '../../src/findings/report.js';
import type { ReportContext } from '../../src/reporters/reporter.js';

/** A report of one project in which nothing was found, but for what a test says otherwise. */
export const aReport = (overrides: Partial<ScanReport> = {}): ScanReport => ({
  now: new Date('2026-11-22T10:00:00Z'),
  projects: [{ root: '', packageDirectories: ['force-app'], sourceApiVersion: '66.0' }],
  filesRead: 2,
  filesReported: 3,
  filesUnreadable: 0,
  components: { NamedCredential: 1, ExternalCredential: 1 },
  rules: ['endpoint-cleartext'],
  findings: [],
  suppressed: [],
  hiddenFingerprints: new Set(),
  baseline: undefined,
  since: undefined,
  notEvaluated: [],
  hidden: { persona: 0, severity: 0, confidence: 0, path: 0 },
  sources: new Map(),
  ...overrides,
});

export const aFinding = (overrides: Partial<Finding> = {}): Finding => ({
  rule: 'endpoint-cleartext',
  fingerprint: '9f1c2a7d5b3e4c60',
  severity: 'high',
  confidence: 'high',
  persona: 'regular',
  message: 'NamedCredential Bank calls out over http',
  component: { type: 'NamedCredential', fullName: 'Bank' },
  element: '',
  location: { path: 'force-app/Bank.xml', startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 },
  label: undefined,
  related: [],
  fix: undefined,
  autofix: undefined,
  evidence: undefined,
  tags: ['endpoints', 'CWE-319'],
  ...overrides,
});

export const aNotEvaluated = (overrides: Partial<NotEvaluatedItem> = {}): NotEvaluatedItem => ({
  reason: 'placeholder',
  component: { type: 'NamedCredential', fullName: 'Bank' },
  element: 'endpoint',
  location: { path: 'force-app/Bank.xml', startLine: 4, startColumn: 15, endLine: 4, endColumn: 26 },
  message: 'NamedCredential Bank has a placeholder for its endpoint',
  rules: ['endpoint-cleartext'],
  ...overrides,
});

export const aContext = (overrides: Partial<ReportContext> = {}): ReportContext => ({
  version: '0.1.0',
  root: '.',
  rootUrl: 'file:///work/project',
  repositoryFolder: '',
  sourceUrl: undefined,
  rules: [],
  failOn: 'high',
  exitCode: 0,
  width: 100,
  color: false,
  links: false,
  maxFindings: 50,
  quiet: false,
  showSuppressed: false,
  verbose: false,
  command: 'sf isa',
  ...overrides,
});

/** A file of a test, and where something stands in it. */
export class SourceFile {
  public constructor(
    public readonly path: string,
    public readonly text: string
  ) {}

  /** Where `part` stands, the first time. */
  public rangeOf(part: string): SourceRange {
    const start = this.text.indexOf(part);
    if (start < 0) throw new Error(`${this.path} does not hold ${part}`);
    return this.range(start, start + part.length);
  }

  public range(start: number, end: number): SourceRange {
    return new Positions(() => this.text).range({ file: this.path, start, end });
  }
}

/** As `ScanReport.sources` has them. */
export const sourcesOf = (...files: readonly SourceFile[]): ReadonlyMap<string, string> =>
  new Map(files.map(({ path, text }) => [path, text]));
