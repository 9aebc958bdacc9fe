/**
 * `npm run corpus -- <folder> [--labels labels.json] [--now 2026-11-22] [--list rule-id]`: scans each folder in
 * `<folder>` as a project and prints findings per rule and project as a small, stable table. With labels it also prints
 * how many of the expected findings were made and how many of the unexpected ones, names each, and fails for them.
 *
 * A label file is a JSON array of `{ repo: "owner/name", path, expected: [{ what, rule }], not_expected: [{ what, rule }] }`;
 * the folder of a repo is `owner__name`. A `rule` of null has no rule that should answer.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { diskFileSystem, rules, scan, type Finding, type ScanReport } from '../src/index.js';

interface Label {
  readonly repo: string;
  readonly path: string;
  readonly expected: ReadonlyArray<{ readonly what: string; readonly rule: string | null }>;
  readonly not_expected: ReadonlyArray<{ readonly what: string; readonly rule: string | null }>;
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    labels: { type: 'string' },
    list: { type: 'string' },
    now: { type: 'string', default: '2026-11-22' },
    persona: { type: 'string', default: 'regular' },
  },
});
const [folder] = positionals;

if (folder === undefined || !existsSync(folder)) {
  process.stderr.write('Name a folder of projects: npm run corpus -- <folder> [--labels <file>]\n');
  process.exitCode = 2;
} else {
  const reports = new Map(
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort()
      .map((name) => [name, scanProject(join(folder, name))])
  );
  if (values.list === undefined) printTable(reports);
  else printFindings(reports, values.list);
  if (values.labels !== undefined) printLabels(reports, JSON.parse(readFileSync(values.labels, 'utf8')) as Label[]);
}

function scanProject(root: string): ScanReport {
  const persona = values.persona === 'pedantic' || values.persona === 'auditor' ? values.persona : 'regular';
  // The whole folder, not only the package directories: templates and examples are worth a look, too.
  return scan({ fileSystem: diskFileSystem(root), now: new Date(values.now), paths: [''], persona });
}

function printTable(all: ReadonlyMap<string, ScanReport>): void {
  let total = 0;
  for (const { id } of rules) {
    const counts = [...all].flatMap(([project, { findings }]) => {
      const count = findings.filter(({ rule }) => rule === id).length;
      return count === 0 ? [] : [`${project} ${count}`];
    });
    const sum = counts.reduce((so, entry) => so + Number(entry.split(' ').at(-1)), 0);
    total += sum;
    process.stdout.write(`${id} ${sum}${counts.length === 0 ? '' : `: ${counts.join(', ')}`}\n`);
  }
  process.stdout.write(`${all.size} projects, ${total} findings\n`);
}

function printFindings(all: ReadonlyMap<string, ScanReport>, ruleId: string): void {
  for (const [project, { findings }] of all) {
    for (const { rule, severity, confidence, message, location } of findings) {
      if (rule !== ruleId) continue;
      process.stdout.write(`${project}/${location.path}:${location.startLine} ${severity} ${confidence}: ${message}\n`);
    }
  }
}

function printLabels(all: ReadonlyMap<string, ScanReport>, labels: readonly Label[]): void {
  const known = new Set(rules.map(({ id }) => id));
  const lines: string[] = [];
  let expected = 0;
  let found = 0;
  let unexpected = 0;
  let silent = 0;
  for (const label of labels) {
    const findings = all.get(label.repo.replace('/', '__'))?.findings ?? [];
    for (const { rule, what } of label.expected) {
      if (rule === null || !known.has(rule)) continue;
      expected += 1;
      if (findings.some((finding) => finding.rule === rule && isAbout(finding, label))) found += 1;
      else lines.push(`missed: ${rule} (${what}) in ${label.repo}/${label.path}`);
    }
    const meant = new Set(label.expected.map(({ rule }) => rule));
    for (const { rule, what } of label.not_expected) {
      if (rule === null || !known.has(rule)) continue;
      unexpected += 1;
      const wrong = findings.filter((finding) => finding.rule === rule && isAbout(finding, label));
      // A label may want a rule's mild finding and not its grave one: then info is the mild one.
      const isSilent = wrong.every(({ severity }) => meant.has(rule) && severity === 'info');
      if (isSilent) silent += 1;
      else lines.push(`false alarm: ${rule} (${what}) in ${label.repo}/${label.path}`);
    }
  }
  for (const line of lines) process.stdout.write(`${line}\n`);
  process.stdout.write(`labels: ${found} of ${expected} expected found, ${silent} of ${unexpected} unexpected silent\n`);
  if (lines.length > 0) process.exitCode = 1;
}

/** Whether a finding is about the labelled file's component: a certificate's finding may lie in the body beside it. */
function isAbout({ component, location }: Finding, { path }: Label): boolean {
  const name = basename(path).replace(/-meta\.xml$/, '');
  const isBeside = dirname(location.path) === dirname(path) && name.startsWith(`${component.fullName}.`);
  return location.path === path || isBeside;
}
