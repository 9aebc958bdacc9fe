import { headroomOf, type Headroom } from './headroom.js';
import { compare } from '../compare.js';
import type { Attestation } from '../config/config.js';
import type { Severity } from '../findings/finding.js';
import type { CertificateRow } from '../inventory/certificates.js';
import { certificateUserText } from '../inventory/columns.js';
import {
  changedFacts,
  compareIntegrations,
  word,
  type FactChange,
  type FactsInWords,
  type IntegrationChange,
} from '../inventory/compareIntegrations.js';
import { valueOf } from '../inventory/fact.js';
import { grouped, keyOf } from '../inventory/projectFacts.js';
import type { ComponentRef } from '../model/component.js';
import type { Verdict } from './document.js';
import type {
  AcceptedFinding,
  FieldAccess,
  ReportData,
  ReportedFinding,
  ReportedGateway,
  ReportedIntegration,
  ReportedOrg,
} from './reportData.js';
import { certificateTitle } from './sections/certificateTexts.js';
import { VERDICT_WORDS } from './verdicts.js';

/**
 * What changed between two reports, as plain data: what `sf isa report --compare` prints as JSON. Rows name the projects of the
 * later report; those of an org that is there no more, its project in the earlier one.
 */
export interface ReportChanges {
  readonly schemaVersion: '1.0';
  readonly tool: ReportData['tool'];
  readonly before: ComparedState;
  readonly after: ComparedState;
  readonly orgs: { readonly added: readonly string[]; readonly removed: readonly string[] };
  /** In the order of the controls. */
  readonly verdicts: readonly VerdictChange[];
  /** The controls of both reports that stand as they did, in their order. */
  readonly unchanged: ReadonlyArray<{ readonly control: string; readonly verdict: Verdict }>;
  readonly integrations: readonly IntegrationChange[];
  readonly certificates: readonly RowChange[];
  /** Of the orgs whose numbers differ. */
  readonly headroom: readonly HeadroomChange[];
  readonly gateways: readonly RowChange[];
  /** What sync identities may do that they could not do before, and the other way round. */
  readonly access: readonly AccessChange[];
  readonly findings: {
    readonly added: readonly ReportedFinding[];
    readonly removed: readonly ReportedFinding[];
    /** Those that are worse or milder than they were. */
    readonly changed: ReadonlyArray<{ readonly finding: ReportedFinding; readonly before: Severity }>;
  };
  readonly accepted: { readonly added: readonly AcceptedFinding[]; readonly removed: readonly AcceptedFinding[] };
}

/** One of the two reports. */
export interface ComparedState {
  /** As people call it: a file, a folder, a commit; null for what is there now. */
  readonly name: string | null;
  /** The instant that it was judged at, ISO 8601. */
  readonly now: string;
  /** Of the sf-isa that judged it. */
  readonly version: string;
  /** The orgs with the projects that the rows name. */
  readonly orgs: ReadonlyArray<Pick<ReportedOrg, 'name' | 'project'>>;
}

/** How a control stood and stands; null where a report does not have it. */
export interface VerdictChange {
  readonly control: string;
  readonly before: Verdict | null;
  readonly after: Verdict | null;
  /** What the later verdict rests on. */
  readonly evidence: readonly string[];
  /** The word of a person among that; null where there is none. */
  readonly attestation: Attestation | null;
}

/** What became of something that has a name. */
export interface RowChange {
  readonly project: string;
  readonly name: string;
  readonly kind: 'added' | 'changed' | 'removed';
  readonly facts: readonly FactChange[];
}

/** Room for certificates in an org; null where a report does not have the org. */
export interface HeadroomChange {
  readonly org: string;
  readonly before: Headroom | null;
  readonly after: Headroom | null;
}

/** What a sync identity gained or lost. */
export interface AccessChange {
  readonly project: string;
  readonly identity: ComponentRef;
  readonly object: string;
  /** Empty for the object itself. */
  readonly field: string;
  /** `create`, `read`, `update`, `delete`, `view all records`, `modify all records`. */
  readonly gained: readonly string[];
  readonly lost: readonly string[];
  /** How the field is classified; null where nobody has said. */
  readonly classification: string | null;
}

/** Says what changed from one report to another. `name` is what people call the earlier one. */
export function compareReports(before: ReportData, after: ReportData, name: string | null = null): ReportChanges {
  const earlier = atProjectsOf(before, after);
  return {
    schemaVersion: '1.0',
    tool: after.tool,
    before: stateOf(earlier, name),
    after: stateOf(after, null),
    orgs: {
      added: namesOf(after.orgs.filter(({ project }) => !has(earlier.orgs, project))),
      removed: namesOf(earlier.orgs.filter(({ project }) => !has(after.orgs, project))),
    },
    verdicts: verdictChanges(before, after),
    unchanged: after.answers.flatMap(({ control, verdict }) =>
      before.answers.some((old) => old.control === control && old.verdict === verdict) ? [{ control, verdict }] : []
    ),
    integrations: compareIntegrations(earlier.integrations, after.integrations, decisionInWords),
    certificates: rowChanges(heldIn(earlier), heldIn(after), certificateInWords),
    headroom: headroomChanges(earlier.orgs, after.orgs),
    gateways: rowChanges(earlier.gateways, after.gateways, gatewayInWords),
    access: accessChanges(earlier.access, after.access),
    findings: findingChanges(earlier.findings, after.findings),
    accepted: {
      added: unmatched(after.accepted, earlier.accepted),
      removed: unmatched(earlier.accepted, after.accepted),
    },
  };
}

const namesOf = (orgs: readonly ReportedOrg[]): readonly string[] => orgs.map(({ name }) => name);
const has = (orgs: readonly ReportedOrg[], project: string): boolean => orgs.some((org) => org.project === project);

const stateOf = ({ now, tool, orgs }: ReportData, name: string | null): ComparedState => ({
  name,
  now,
  version: tool.version,
  orgs: orgs.map((org) => ({ project: org.project, name: org.name })),
});

/** The earlier report with the projects called as in the later one: an org may have moved, and has its name then. */
function atProjectsOf(before: ReportData, after: ReportData): ReportData {
  const later = new Map<string, string>();
  const open = new Set(after.orgs);
  const pair = (org: ReportedOrg, other: ReportedOrg | undefined): void => {
    if (!other) return;
    later.set(org.project, other.project);
    open.delete(other);
  };
  const left = (): readonly ReportedOrg[] => before.orgs.filter(({ project }) => !later.has(project));
  for (const org of before.orgs) {
    pair(
      org,
      after.orgs.find((other) => other.project === org.project && other.name === org.name)
    );
  }
  for (const org of left()) {
    pair(
      org,
      [...open].find(({ name }) => name === org.name)
    );
  }
  for (const org of left()) {
    pair(
      org,
      [...open].find(({ project }) => project === org.project)
    );
  }
  const [only, ...others] = left();
  if (only && others.length === 0 && open.size === 1) pair(only, [...open][0]);
  // An org that is gone may have lain where another one is now.
  const projectOf = (project: string): string =>
    later.get(project) ?? (has(after.orgs, project) ? `${project} (before)` : project);
  const move = <Row extends { readonly project: string }>(rows: readonly Row[]): readonly Row[] =>
    rows.map((row) => ({ ...row, project: projectOf(row.project) }));
  return {
    ...before,
    orgs: move(before.orgs),
    integrations: move(before.integrations),
    certificates: move(before.certificates),
    gateways: move(before.gateways),
    access: move(before.access),
    findings: move(before.findings),
    accepted: move(before.accepted),
  };
}

function verdictChanges(before: ReportData, after: ReportData): readonly VerdictChange[] {
  const then = new Map(before.answers.map((answer) => [answer.control, answer]));
  const now = new Map(after.answers.map((answer) => [answer.control, answer]));
  return [...new Set([...now.keys(), ...then.keys()])].flatMap((control) => {
    const [old, current] = [then.get(control), now.get(control)];
    return old?.verdict === current?.verdict
      ? []
      : [
          {
            control,
            before: old?.verdict ?? null,
            after: current?.verdict ?? null,
            evidence: current?.evidence ?? [],
            attestation: current?.attestation ?? null,
          },
        ];
  });
}

const decisionInWords = ({
  decision,
}: ReportedIntegration): ReadonlyArray<readonly [what: string, texts: readonly string[]]> => [
  ['recommended pattern', [decision.recommended].filter((text) => text !== '')],
  ['decision', [VERDICT_WORDS[decision.verdict].words]],
  ['missing', decision.gaps],
];

/** What a row is called and what is said of it; `key` tells it from the others of its project. */
interface RowInWords {
  readonly key: string;
  readonly name: string;
  readonly facts: FactsInWords;
}

function rowChanges<Row extends { readonly project: string }>(
  before: readonly Row[],
  after: readonly Row[],
  inWords: (row: Row) => RowInWords
): readonly RowChange[] {
  const [then, now] = [keyed(before, inWords), keyed(after, inWords)];
  return [...new Set([...now.keys(), ...then.keys()])]
    .flatMap((key): readonly RowChange[] => {
      const [old, current] = [then.get(key), now.get(key)];
      const { project, name } = (current ?? old)!;
      const facts = changedFacts(old?.facts ?? new Map(), current?.facts ?? new Map());
      if (old && current && facts.length === 0) return [];
      return [{ project, name, kind: !old ? 'added' : !current ? 'removed' : 'changed', facts }];
    })
    .sort((a, b) => compare(a.project, b.project) || compare(a.name, b.name) || compare(a.kind, b.kind));
}

/** By project and key; of several that are alike, each by its number. */
function keyed<Row extends { readonly project: string }>(
  rows: readonly Row[],
  inWords: (row: Row) => RowInWords
): ReadonlyMap<string, RowInWords & { readonly project: string }> {
  const named = rows.map((row) => ({ ...inWords(row), project: row.project }));
  const groups = grouped(named, ({ project, key }) => JSON.stringify([project, key]));
  return new Map([...groups].flatMap(([key, group]) => group.map((row, index) => [`${key} ${index}`, row] as const)));
}

/** What is named and not there is no certificate; the integrations that name it say so. */
const heldIn = ({ certificates }: ReportData): readonly CertificateRow[] =>
  certificates.filter(({ kind }) => kind !== 'missing');

function certificateInWords(row: CertificateRow): RowInWords {
  const users = row.usedBy.map(certificateUserText);
  const name = certificateTitle(row);
  return {
    key: `${row.kind} ${name.toLowerCase()}`,
    name,
    facts: new Map([
      ['subject', [word(row.subject)]],
      ['issuer', [word(row.issuer)]],
      ['key', [[row.keyType, row.keySize].flatMap((fact) => valueOf<number | string>(fact) ?? []).join(' ')]],
      ['begins', [dayOrWord(row.notBefore)]],
      ['ends', [dayOrWord(row.notAfter)]],
      ['private key exportable', [wordOfFlag(row.isPrivateKeyExportable)]],
      ['same key as', row.sameKeyAs],
      ['used by', users],
      ['owners', row.owners],
    ]),
  };
}

const dayOrWord = (fact: CertificateRow['notAfter']): string =>
  'value' in fact ? fact.value.slice(0, 10) : word(fact);
const wordOfFlag = (fact: CertificateRow['isPrivateKeyExportable']): string =>
  'value' in fact ? (fact.value ? 'yes' : 'no') : word(fact);

const gatewayInWords = (gateway: ReportedGateway): RowInWords => ({
  key: gateway.id,
  name: gateway.id,
  facts: new Map([
    ['name', gateway.name === undefined ? [] : [gateway.name]],
    ['hosts', gateway.hosts],
    ['controls', gateway.controls ?? []],
    ['owner', gateway.owner === undefined ? [] : [gateway.owner]],
    ['goes through it', gateway.integrations],
    ['goes past it', gateway.bypassedBy],
  ]),
});

function headroomChanges(before: readonly ReportedOrg[], after: readonly ReportedOrg[]): readonly HeadroomChange[] {
  const projects = [...new Set([...after, ...before].map(({ project }) => project))];
  return projects.flatMap((project) => {
    const [old, current] = [before, after].map((orgs) => orgs.find((org) => org.project === project));
    const [then, now] = [old && headroomOf(old), current && headroomOf(current)];
    return JSON.stringify(then) === JSON.stringify(now)
      ? []
      : [{ org: (current ?? old)!.name, before: then ?? null, after: now ?? null }];
  });
}

const LETTERS: Readonly<Record<string, string>> = { C: 'create', R: 'read', U: 'update', D: 'delete' };

const rightsOf = ({ access, allRecords }: FieldAccess): readonly string[] => [
  ...[...access].flatMap((letter) => LETTERS[letter] ?? []),
  ...(allRecords === null ? [] : [`${allRecords} all records`]),
];

function accessChanges(before: readonly FieldAccess[], after: readonly FieldAccess[]): readonly AccessChange[] {
  const keyOfAccess = ({ project, identity, object, field }: FieldAccess): string =>
    JSON.stringify([project, keyOf(identity), object.toLowerCase(), field.toLowerCase()]);
  const [then, now] = [before, after].map((rows) => new Map(rows.map((row) => [keyOfAccess(row), row]))) as [
    Map<string, FieldAccess>,
    Map<string, FieldAccess>,
  ];
  return [...new Set([...now.keys(), ...then.keys()])].sort(compare).flatMap((key) => {
    const [old, current] = [then.get(key), now.get(key)];
    const [had, have] = [old ? rightsOf(old) : [], current ? rightsOf(current) : []];
    const gained = have.filter((right) => !had.includes(right));
    const lost = had.filter((right) => !have.includes(right));
    const { project, identity, object, field, classification } = (current ?? old)!;
    return gained.length + lost.length === 0
      ? []
      : [{ project, identity, object, field, gained, lost, classification }];
  });
}

/** What makes a finding, apart from how many others are like it. */
const identityOf = ({ project, fingerprint }: ReportedFinding): string =>
  JSON.stringify([project, fingerprint.replace(/:\d+$/, '')]);

/** Those of some findings that the others do not have, counted. */
function unmatched<Found extends ReportedFinding>(
  findings: readonly Found[],
  others: readonly ReportedFinding[]
): readonly Found[] {
  const there = new Map([...grouped(others, identityOf)].map(([key, group]) => [key, group.length]));
  return findings.filter((finding) => {
    const left = there.get(identityOf(finding)) ?? 0;
    there.set(identityOf(finding), left - 1);
    return left <= 0;
  });
}

function findingChanges(
  before: readonly ReportedFinding[],
  after: readonly ReportedFinding[]
): ReportChanges['findings'] {
  const added = unmatched(after, before);
  const then = new Map([...grouped(before, identityOf)].map(([key, group]) => [key, [...group]]));
  return {
    added,
    removed: unmatched(before, after),
    changed: after
      .filter((finding) => !added.includes(finding))
      .flatMap((finding) => {
        const old = then.get(identityOf(finding))?.shift();
        return !old || old.severity === finding.severity ? [] : [{ finding, before: old.severity }];
      }),
  };
}
