import { compare } from '../compare.js';
import { SEVERITIES, type Severity } from '../findings/finding.js';
import type { CertificateRow } from '../inventory/certificates.js';
import { valueOf } from '../inventory/fact.js';
import { grouped, type FindingCounts } from '../inventory/projectFacts.js';
import { VERDICTS, type Verdict } from './document.js';
import { headroomOf, type JudgedHeadroom } from './headroom.js';
import type { ReportData, ReportedIntegration, ReportedOrg } from './reportData.js';

/** A report as a file has it. */
export interface NamedReport {
  /** Of the file, as people call it; no two have the same. */
  readonly file: string;
  readonly data: ReportData;
}

/** The orgs of many repositories beside each other, as plain data: what `sf isa merge --format json` prints. */
export interface Portfolio {
  readonly schemaVersion: '1.0';
  readonly tool: { readonly name: 'sf-isa'; readonly version: string };
  /** The latest instant that one of the reports was judged at, from which days are counted; ISO 8601. */
  readonly now: string;
  readonly reports: readonly MergedReport[];
  /** A row for each org, those with the worst findings first. */
  readonly orgs: readonly PortfolioOrg[];
  /** Certificates by the instant that they end, those that have ended first. */
  readonly expiries: readonly Expiry[];
  /** Those that fall short of the decision table or have findings, the worst first. */
  readonly integrations: readonly PortfolioIntegration[];
  /** How many open findings each rule has in which org, the rules with the worst first. */
  readonly findings: readonly RuleInOrgs[];
  /** How each control stands in each report that has it, in the order of the controls. */
  readonly verdicts: ReadonlyArray<{
    readonly control: string;
    readonly byReport: ReadonlyArray<{ readonly file: string; readonly verdict: Verdict }>;
  }>;
  /** Keys that several orgs have a certificate of, those whose certificates end first. */
  readonly sharedKeys: readonly SharedKey[];
}

/** One of the files. */
export interface MergedReport {
  readonly file: string;
  readonly now: string;
  /** Of the sf-isa that made it. */
  readonly version: string;
  /** Names of its orgs in the portfolio. */
  readonly orgs: readonly string[];
}

export interface PortfolioOrg {
  /** Unique in the portfolio: with the file behind it where two reports have the same. */
  readonly name: string;
  readonly file: string;
  readonly infrastructure: ReportedOrg['infrastructure'];
  readonly certificates: JudgedHeadroom;
  /** When the next certificate ends that has not ended yet, ISO 8601; null where none is known. */
  readonly nextExpiry: string | null;
  readonly ended: number;
  /** How many integrations it has, by what the decision table says to them. */
  readonly integrations: Readonly<Record<Verdict, number>>;
  readonly findings: FindingCounts;
  readonly accepted: number;
}

export interface Expiry {
  readonly org: string;
  readonly certificate: CertificateRow;
  readonly notAfter: string;
  /** Whole days from `now` of the portfolio; below zero when it has ended. */
  readonly daysLeft: number;
}

export interface PortfolioIntegration {
  readonly org: string;
  readonly integration: ReportedIntegration;
}

export interface RuleInOrgs {
  readonly rule: string;
  /** The worst of its findings. */
  readonly severity: Severity;
  readonly count: number;
  readonly byOrg: ReadonlyArray<{ readonly org: string; readonly count: number }>;
}

export interface SharedKey {
  /** The SHA-256 of the public key, in hexadecimal. */
  readonly publicKey: string;
  readonly certificates: ReadonlyArray<{
    readonly org: string;
    readonly name: string;
    /** Null where it is not known, as of the next. */
    readonly subject: string | null;
    /** ISO 8601. */
    readonly notAfter: string | null;
  }>;
}

/** The reports as one whose orgs have names and projects of their own, for what is made of a report. */
export interface JoinedReports {
  readonly portfolio: Portfolio;
  readonly data: ReportData;
}

const DAY = 24 * 60 * 60 * 1000;

/** Joins reports. The order of the files makes no difference but for the columns that name them. */
export function mergeReports(reports: readonly NamedReport[], version: string): JoinedReports {
  const named = withOwnNames(reports);
  const now = named.map(({ data }) => data.now).reduce((a, b) => (a > b ? a : b));
  const data = joined(named, now, version);
  const nameOf = new Map(data.orgs.map(({ project, name }) => [project, name]));
  const orgOf = ({ project }: { readonly project: string }): string => nameOf.get(project) ?? project;
  return {
    data,
    portfolio: {
      schemaVersion: '1.0',
      tool: data.tool,
      now,
      reports: named.map(({ file, data: { now: at, tool, orgs } }) => ({
        file,
        now: at,
        version: tool.version,
        orgs: orgs.map(({ name }) => name),
      })),
      orgs: named
        .flatMap(({ file, data: own }) => own.orgs.map((org) => portfolioOrg(org, file, own, now)))
        .sort((a, b) => byWorst(a.findings, b.findings) || compare(a.name, b.name)),
      expiries: expiriesOf(data, orgOf, now),
      integrations: data.integrations
        .filter(({ decision, findings }) => decision.verdict === 'failed' || isAnything(findings))
        .map((integration) => ({ org: orgOf(integration), integration }))
        .sort(
          (a, b) =>
            byWorst(a.integration.findings, b.integration.findings) ||
            Number(b.integration.decision.verdict === 'failed') - Number(a.integration.decision.verdict === 'failed') ||
            compare(a.org, b.org) ||
            compare(a.integration.id, b.integration.id)
        ),
      findings: rulesInOrgs(data, orgOf),
      verdicts: verdictsOf(named),
      sharedKeys: sharedKeys(data, orgOf),
    },
  };
}

/** The reports with org names that no other one has, and projects to match. */
function withOwnNames(reports: readonly NamedReport[]): readonly NamedReport[] {
  const all = reports.flatMap(({ data }) => data.orgs.map(({ name }) => name.toLowerCase()));
  const isTaken = (name: string): boolean => all.filter((other) => other === name.toLowerCase()).length > 1;
  const given = new Set<string>();
  const own = (name: string): string => {
    let unique = name;
    for (let number = 2; given.has(unique.toLowerCase()); number += 1) unique = `${name} ${number}`;
    given.add(unique.toLowerCase());
    return unique;
  };
  return reports.map(({ file, data }) => {
    const orgs = new Map(
      data.orgs.map((org) => [org.project, own(isTaken(org.name) ? `${org.name} (${file})` : org.name)])
    );
    // What names a project that is no org of the report keeps to its file as well.
    const nameOf = (project: string): string => orgs.get(project) ?? `${project} (${file})`;
    const move = <Row extends { readonly project: string }>(rows: readonly Row[]): readonly Row[] =>
      rows.map((row) => ({ ...row, project: nameOf(row.project) }));
    return {
      file,
      data: {
        ...data,
        orgs: data.orgs.map((org) => ({ ...org, project: nameOf(org.project), name: nameOf(org.project) })),
        integrations: move(data.integrations),
        certificates: move(data.certificates),
        endpoints: move(data.endpoints),
        apps: move(data.apps),
        principals: move(data.principals),
        access: move(data.access),
        ipRanges: move(data.ipRanges),
        gateways: move(data.gateways),
        findings: move(data.findings),
        accepted: move(data.accepted),
      },
    };
  });
}

/** All rows of all reports in one; what is said of a report as a whole is that of the first. */
function joined(reports: readonly NamedReport[], now: string, version: string): ReportData {
  const [first] = reports as readonly [NamedReport, ...NamedReport[]];
  const all = <Row>(rowsOf: (data: ReportData) => readonly Row[]): readonly Row[] =>
    reports.flatMap(({ data }) => rowsOf(data));
  return {
    ...first.data,
    tool: { name: 'sf-isa', version },
    now,
    orgs: all(({ orgs }) => orgs),
    integrations: all(({ integrations }) => integrations),
    certificates: all(({ certificates }) => certificates),
    endpoints: all(({ endpoints }) => endpoints),
    apps: all(({ apps }) => apps),
    principals: all(({ principals }) => principals),
    access: all(({ access }) => access),
    ipRanges: all(({ ipRanges }) => ipRanges),
    gateways: all(({ gateways }) => gateways),
    findings: all(({ findings }) => findings),
    accepted: all(({ accepted }) => accepted),
    notEvaluated: all(({ notEvaluated }) => notEvaluated),
  };
}

function portfolioOrg(org: ReportedOrg, file: string, data: ReportData, now: string): PortfolioOrg {
  const isOwn = ({ project }: { readonly project: string }): boolean => project === org.project;
  const ends = data.certificates
    .filter(isOwn)
    .flatMap(({ notAfter }) => valueOf(notAfter) ?? [])
    .sort(compare);
  const decisions = data.integrations.filter(isOwn).map(({ decision }) => decision.verdict);
  const found = data.findings.filter(isOwn);
  return {
    name: org.name,
    file,
    infrastructure: org.infrastructure,
    certificates: {
      ...headroomOf(org),
      warnAt: org.certificates.warnAt,
      isCounted: org.certificates.inUse === null,
    },
    nextExpiry: ends.find((end) => end > now) ?? null,
    ended: ends.filter((end) => end <= now).length,
    integrations: Object.fromEntries(
      VERDICTS.map((verdict) => [verdict, decisions.filter((one) => one === verdict).length])
    ) as Record<Verdict, number>,
    findings: Object.fromEntries(
      SEVERITIES.map((severity) => [severity, found.filter((finding) => finding.severity === severity).length])
    ) as Record<Severity, number>,
    accepted: data.accepted.filter(isOwn).length,
  };
}

const isAnything = (counts: FindingCounts): boolean => SEVERITIES.some((severity) => counts[severity] > 0);

/** The one with more of the worst first. */
function byWorst(a: FindingCounts, b: FindingCounts): number {
  const severity = SEVERITIES.find((one) => a[one] !== b[one]);
  return severity === undefined ? 0 : b[severity] - a[severity];
}

type OrgOf = (row: { readonly project: string }) => string;

const expiriesOf = ({ certificates }: ReportData, orgOf: OrgOf, now: string): readonly Expiry[] =>
  certificates
    .flatMap((certificate): readonly Expiry[] => {
      const notAfter = valueOf(certificate.notAfter);
      if (notAfter === undefined) return [];
      const daysLeft = Math.floor((Date.parse(notAfter) - Date.parse(now)) / DAY);
      return [{ org: orgOf(certificate), certificate, notAfter, daysLeft }];
    })
    .sort((a, b) => Date.parse(a.notAfter) - Date.parse(b.notAfter) || compare(a.org, b.org));

function rulesInOrgs({ findings }: ReportData, orgOf: OrgOf): readonly RuleInOrgs[] {
  const rank = (severity: Severity): number => SEVERITIES.indexOf(severity);
  return [...grouped(findings, ({ rule }) => rule)]
    .map(([rule, all]): RuleInOrgs => ({
      rule,
      severity: all.map(({ severity }) => severity).reduce((a, b) => (rank(a) < rank(b) ? a : b)),
      count: all.length,
      byOrg: [...grouped(all, orgOf)]
        .map(([org, inOrg]) => ({ org, count: inOrg.length }))
        .sort((a, b) => b.count - a.count || compare(a.org, b.org)),
    }))
    .sort((a, b) => rank(a.severity) - rank(b.severity) || b.count - a.count || compare(a.rule, b.rule));
}

function verdictsOf(reports: readonly NamedReport[]): Portfolio['verdicts'] {
  const all = reports.flatMap(({ file, data }) =>
    data.answers.map(({ control, verdict }) => ({ control, file, verdict }))
  );
  return [...grouped(all, ({ control }) => control)].map(([control, ofControl]) => ({
    control,
    byReport: ofControl.map(({ file, verdict }) => ({ file, verdict })),
  }));
}

/** A certificate that an org trusts of another, and a copy in an app, are meant to be there, and have no private key beside them. */
function sharedKeys({ certificates }: ReportData, orgOf: OrgOf): readonly SharedKey[] {
  const own = certificates.flatMap((row) => {
    const publicKey = row.kind === 'Certificate' ? valueOf(row.publicKey) : undefined;
    return publicKey === undefined ? [] : [{ row, publicKey }];
  });
  const firstEnd = ({ certificates: some }: SharedKey): string => some.map(({ notAfter }) => notAfter ?? '').sort()[0]!;
  return [...grouped(own, ({ publicKey }) => publicKey)]
    .filter(([, group]) => new Set(group.map(({ row }) => orgOf(row))).size > 1)
    .map(([publicKey, group]) => ({
      publicKey,
      certificates: group
        .map(({ row }) => ({
          org: orgOf(row),
          name: valueOf(row.name) ?? '',
          subject: valueOf(row.subject) ?? null,
          notAfter: valueOf(row.notAfter) ?? null,
        }))
        .sort((a, b) => compare(a.org, b.org) || compare(a.name, b.name)),
    }))
    .sort((a, b) => compare(firstEnd(a), firstEnd(b)) || compare(a.publicKey, b.publicKey));
}
