import type { Severity } from '../findings/finding.js';
import { repositoryPath } from './places.js';
import type { Reporter } from './reporter.js';
import { messageWithFix } from './wording.js';

const SEVERITY: Readonly<Record<Severity, string>> = {
  critical: 'blocker',
  high: 'critical',
  medium: 'major',
  low: 'minor',
  info: 'info',
};

/** GitLab's Code Quality report: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format */
export const gitlab: Reporter = (report, context) => {
  const issues = report.findings.map((finding) => ({
    description: messageWithFix(finding),
    check_name: finding.rule,
    fingerprint: finding.fingerprint,
    severity: SEVERITY[finding.severity],
    location: { path: repositoryPath(finding.location, context), lines: { begin: finding.location.startLine } },
  }));
  return `${JSON.stringify(issues, undefined, 2)}\n`;
};
