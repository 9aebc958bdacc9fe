import { compare } from '../compare.js';
import type { Integration } from '../config/config.js';
import { componentKey, type ComponentRef } from '../model/component.js';
import { matchesAny } from '../model/namePattern.js';
import { appsOf, type AppFacts } from './apps.js';
import { calloutsOf, type Callout } from './callouts.js';
import {
  asRegisterEntry,
  distinct,
  grouped,
  keyOf,
  refOf,
  type FindingCounts,
  type ProjectFacts,
  type RegisterEntry,
} from './projectFacts.js';

/** What every row of the integrations has. */
interface IntegrationBase {
  /** Folder of the project, relative to the scanned root; `.` for the root itself. */
  readonly project: string;
  /** The id of the entry in the register; else the component, as `Type:FullName`. */
  readonly id: string;
  /** As the register calls it, with the component where the entry has several rows; else the component's full name. */
  readonly name: string;
  readonly register: RegisterEntry | null;
  /** How many findings concern its components. */
  readonly findings: FindingCounts;
  readonly components: readonly ComponentRef[];
}

/** The org calls somebody. */
export interface OutboundIntegration extends IntegrationBase, Omit<Callout, 'components'> {
  readonly direction: 'outbound';
}

/** Somebody calls the org. */
export interface InboundIntegration extends IntegrationBase, Omit<AppFacts, 'components' | 'name'> {
  readonly direction: 'inbound';
}

/** An entry of the register that names nothing which the project opens a connection with. */
export interface RegisteredOnly extends IntegrationBase {
  readonly direction: 'unknown';
}

/** One chain: a row for each entry of the register that names it, or one without an entry. */
export type IntegrationRow = OutboundIntegration | InboundIntegration | RegisteredOnly;

/** The integrations of one project, and the entries of its register that none of its chains belong to. */
export interface ProjectIntegrations {
  readonly rows: readonly IntegrationRow[];
  readonly unused: readonly Integration[];
}

/** The integrations of one project, by id. */
export function integrationsOf(facts: ProjectFacts): ProjectIntegrations {
  const [callouts, apps] = [calloutsOf(facts), appsOf(facts)];
  const heads = new Set([...callouts, ...apps].flatMap(({ component }) => keyOf(component)));
  const others = otherComponents(facts, heads);
  const byChain = new Map([...callouts, ...apps].map((chain) => [chain, facts.entriesFor(chain.component)]));
  const entriesOf = (chain: Callout | AppFacts): readonly Integration[] => byChain.get(chain)!;
  const chainsOf = grouped([...byChain.values()].flat(), ({ id }) => id);
  const nameOf = ({ component }: Callout | AppFacts, entry: Integration | undefined): string => {
    if (entry?.name === undefined) return component.fullName;
    return chainsOf.get(entry.id)!.length > 1 ? `${entry.name} (${component.fullName})` : entry.name;
  };

  const rowsOf = <Row extends IntegrationRow>(
    chain: Callout | AppFacts,
    make: (base: Omit<IntegrationBase, 'name'>, name: string) => Row
  ): readonly Row[] => {
    const entries = entriesOf(chain);
    return (entries.length === 0 ? [undefined] : entries).map((entry) => {
      const components = distinct([...chain.components, ...(entry ? others(entry) : [])]);
      const base = {
        project: facts.root,
        id: entry?.id ?? componentKey(chain.component),
        register: entry ? asRegisterEntry(entry) : null,
        findings: facts.countFindings(components),
        components,
      };
      return make(base, nameOf(chain, entry));
    });
  };

  const rows = [
    ...callouts.flatMap((callout) =>
      rowsOf(callout, (base, name): OutboundIntegration => ({
        ...callout,
        ...base,
        name,
        direction: 'outbound',
      }))
    ),
    ...apps.flatMap((app) =>
      rowsOf(app, (base, name): InboundIntegration => ({ ...app, ...base, name, direction: 'inbound' }))
    ),
  ];
  return {
    rows: rows.sort(
      (a, b) =>
        compare(a.id, b.id) || compare(componentKey(a.component), componentKey(b.component)) || compare(a.file, b.file)
    ),
    unused: facts.config.integrations.filter(({ id }) => !chainsOf.has(id)),
  };
}

/** The row of an entry that names nothing which opens a connection. */
export function registeredOnly(facts: ProjectFacts, entry: Integration): RegisteredOnly {
  const components = otherComponents(facts, new Set())(entry);
  return {
    project: facts.root,
    id: entry.id,
    name: entry.name ?? entry.id,
    direction: 'unknown',
    register: asRegisterEntry(entry),
    findings: facts.countFindings(components),
    components,
  };
}

/** What else an entry of the register names that is in the project, besides the chains that have rows of their own. */
function otherComponents(
  { project }: ProjectFacts,
  heads: ReadonlySet<string>
): (entry: Integration) => readonly ComponentRef[] {
  const others = distinct(project.components)
    .map((component) => ({ ref: refOf(component), key: keyOf(component) }))
    .filter(({ key }) => !heads.has(key));
  const byKey = new Map(others.map(({ ref, key }) => [key, ref]));
  return ({ components }) => {
    const patterns = components.filter((pattern) => pattern.includes('*'));
    const exact = components.flatMap((name) => byKey.get(name.toLowerCase()) ?? []);
    const matching = patterns.length === 0 ? [] : others.filter(({ key }) => matchesAny(patterns, key));
    return distinct([...exact, ...matching.map(({ ref }) => ref)]);
  };
}
