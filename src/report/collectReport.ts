import type { Framework } from '../controls/control.js';
import type { ScanReport } from '../findings/report.js';
import { buildInventory, withoutTokens } from '../inventory/inventory.js';
import type { Rule } from '../rules/rule.js';
import type { ConfiguredProject } from '../scan.js';
import { accessOf } from './collect/access.js';
import { answersOf } from './collect/answers.js';
import { surroundingsOf } from './collect/chain.js';
import { decisionOf } from './collect/decisions.js';
import { reportedFindings } from './collect/findings.js';
import { gatewayAdviceOf, gatewaysOf } from './collect/gateways.js';
import { ipRangesOf } from './collect/ipRanges.js';
import { orgOfFile, orgsOf } from './collect/org.js';
import { reportedOrgs } from './collect/reportedOrgs.js';
import { speakingFindings } from './collect/speaking.js';
import type { ReportData } from './reportData.js';

/** What a report is collected from. */
export interface ReportSource {
  /** Of sf-isa. */
  readonly version: string;
  readonly projects: readonly ConfiguredProject[];
  /** What a scan of the projects says, with all findings of all personas: what is hidden cannot speak against a control. */
  readonly report: ScanReport;
  readonly rules: readonly Rule[];
  readonly frameworks: readonly Framework[];
}

/** Everything that a report says of some projects. Pure: the same projects and findings give the same data. */
export function collectReport({ version, projects, report, rules, frameworks }: ReportSource): ReportData {
  const orgs = orgsOf(projects);
  const { now, findings } = report;
  const { integrations: rows, ...inventory } = buildInventory({ projects, findings, now });
  const integrations = orgs.flatMap((org) => {
    const ofOrg = rows.filter(({ project }) => project === org.root);
    const ownFindings = findings.filter(({ location }) => orgOfFile(orgs, location.path) === org);
    const around = surroundingsOf(org, ofOrg, speakingFindings(ownFindings, rules));
    return ofOrg.map((row) => ({ ...row, decision: decisionOf(row, org, around) }));
  });
  const parts = { ...inventory, integrations, access: accessOf(orgs), ipRanges: ipRangesOf(orgs) };
  const gateways = gatewaysOf(orgs, integrations);
  const data = { ...parts, gateways, gatewayAdvice: gatewayAdviceOf(orgs, { ...parts, gateways }) };
  return withoutTokens({
    schemaVersion: '1.0',
    tool: { name: 'sf-isa', version },
    now: now.toISOString(),
    orgs: reportedOrgs(orgs),
    ...data,
    answers: answersOf({ look: { orgs, data }, report, rules, frameworks }),
    ...reportedFindings(orgs, report),
  });
}
