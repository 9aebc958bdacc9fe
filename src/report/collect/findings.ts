import type { Finding } from '../../findings/finding.js';
import type { ScanReport } from '../../findings/report.js';
import type { AcceptedFinding, ReportData, ReportedFinding } from '../reportData.js';
import { orgOfFile, type Org } from './org.js';

/** What a scan found, what the team has accepted of it, and what could not be judged; all in the order of the scan. */
export const reportedFindings = (
  orgs: readonly Org[],
  { findings, suppressed, notEvaluated }: ScanReport
): Pick<ReportData, 'accepted' | 'findings' | 'notEvaluated'> => ({
  findings: findings.map((finding) => reported(orgs, finding)),
  accepted: suppressed.map((finding): AcceptedFinding => {
    const { source, kind, reason, ticket, owner, expires } = finding.suppression;
    return { ...reported(orgs, finding), reason: { source, kind, reason, ticket, owner, expires } };
  }),
  notEvaluated: notEvaluated.map(({ component, message, location }) => ({ component, message, path: location.path })),
});

const reported = (
  orgs: readonly Org[],
  { rule, severity, confidence, fingerprint, component, message, fix, location }: Finding
): ReportedFinding => ({
  rule,
  severity,
  confidence,
  fingerprint,
  project: orgOfFile(orgs, location.path)?.root ?? '.',
  component,
  message,
  fix: fix ?? null,
  location,
});
