import { compare } from '../compare.js';
import type { Integration } from '../config/config.js';
import { blotTokens } from '../findings/blot.js';
import type { Finding } from '../findings/finding.js';
import { isOrg } from '../model/nameOrgs.js';
import { isWithin } from '../paths.js';
import type { ConfiguredProject } from '../scan.js';
import { appsOf, type AppFacts } from './apps.js';
import { certificateRows, type CertificateRow } from './certificates.js';
import { endpointRows, type EndpointRow } from './endpoints.js';
import { integrationsOf, registeredOnly, type IntegrationRow } from './integrations.js';
import type { InventoryKind } from './kinds.js';
import { principalRows, type PrincipalRow } from './principals.js';
import { ProjectFacts, type FindingCounts } from './projectFacts.js';

/** One app with the integrations of the register that it belongs to. */
export interface AppRow extends AppFacts {
  /** Folder of the project, relative to the scanned root; `.` for the root itself. */
  readonly project: string;
  readonly integrations: readonly string[];
  readonly findings: FindingCounts;
}

/** The rows of each kind: plain data, the same for the same files whatever their order. */
export interface Inventory {
  readonly integrations: readonly IntegrationRow[];
  readonly certificates: readonly CertificateRow[];
  readonly endpoints: readonly EndpointRow[];
  readonly apps: readonly AppRow[];
  readonly principals: readonly PrincipalRow[];
}

/** What an inventory is built from. */
export interface InventorySource {
  readonly projects: readonly ConfiguredProject[];
  /** What a scan of the projects reported, with paths relative to the scanned root. */
  readonly findings: readonly Finding[];
  /** The instant that days are counted from. */
  readonly now: Date;
}

/** Everything that the files say of some projects. */
export function buildInventory(source: InventorySource): Inventory {
  const all = factsOf(source);
  return {
    integrations: withoutTokens(BUILDERS.integrations(all)),
    certificates: withoutTokens(BUILDERS.certificates(all)),
    endpoints: withoutTokens(BUILDERS.endpoints(all)),
    apps: withoutTokens(BUILDERS.apps(all)),
    principals: withoutTokens(BUILDERS.principals(all)),
  };
}

/** The rows of one kind: what the others need of the files is not read. */
export const inventoryOf = <Kind extends InventoryKind>(kind: Kind, source: InventorySource): Inventory[Kind] =>
  withoutTokens(BUILDERS[kind](factsOf(source)));

const BUILDERS: { readonly [Kind in InventoryKind]: (all: readonly ProjectFacts[]) => Inventory[Kind] } = {
  integrations: allIntegrations,
  certificates: (all) => all.flatMap(certificateRows),
  endpoints: (all) => all.flatMap(endpointRows),
  apps: (all) => all.flatMap(appRows),
  principals: (all) => all.flatMap(principalRows),
};

/** The projects that have anything to list: the scanned root is none where all of it belongs to projects below. */
export function inventoried(projects: readonly ConfiguredProject[]): readonly ConfiguredProject[] {
  const real = projects.filter(({ project }) => isOrg(project));
  return real.length > 0 ? real : projects;
}

function factsOf({ projects, findings, now }: InventorySource): readonly ProjectFacts[] {
  const ordered = [...inventoried(projects)].sort((a, b) => compare(a.project.root, b.project.root));
  // A project may lie within another one; a finding belongs to the innermost.
  const innermost = [...ordered].reverse();
  const findingsOf = new Map<ConfiguredProject, Finding[]>(ordered.map((one) => [one, []]));
  for (const finding of findings) {
    const home = innermost.find(({ project }) => isWithin(finding.location.path, project.root));
    if (home) findingsOf.get(home)!.push(finding);
  }
  return ordered.map((one) => new ProjectFacts(one, findingsOf.get(one)!, now));
}

function allIntegrations(all: readonly ProjectFacts[]): readonly IntegrationRow[] {
  const parts = all.map((facts) => ({ facts, ...integrationsOf(facts) }));
  const rows = parts.map(({ facts, rows: ofProject, unused }) => [
    ...ofProject,
    ...unused.filter((entry) => isHome(facts, entry, parts)).map((entry) => registeredOnly(facts, entry)),
  ]);
  return rows.map((ofProject) => ofProject.sort((a, b) => compare(a.id, b.id))).flat();
}

/**
 * Whether an entry that no chain of a project belongs to is told of there. Projects may share a register: an entry that
 * another one of them uses is at home there, and one that nobody uses is told of in the first.
 */
function isHome(
  facts: ProjectFacts,
  entry: Integration,
  parts: ReadonlyArray<{ readonly facts: ProjectFacts; readonly unused: readonly Integration[] }>
): boolean {
  const isSame = (other: Integration): boolean =>
    other.id === entry.id && JSON.stringify(other.components) === JSON.stringify(entry.components);
  const sharing = parts.filter((part) => part.facts.config.integrations.some(isSame));
  return sharing.every(({ unused }) => unused.some(isSame)) && sharing[0]!.facts === facts;
}

const appRows = (facts: ProjectFacts): readonly AppRow[] =>
  appsOf(facts).map((app) => ({
    ...app,
    project: facts.root,
    integrations: facts.entriesFor(app.component).map(({ id }) => id),
    findings: facts.countFindings(app.components),
  }));

/** The same with every known shape of a token blotted out of every text, wherever somebody may have written one. */
export function withoutTokens<Value>(value: Value): Value {
  if (typeof value === 'string') return blotTokens(value) as Value;
  if (Array.isArray(value)) return value.map(withoutTokens) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, withoutTokens(inner as unknown)])
  ) as Value;
}
