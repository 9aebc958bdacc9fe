import { compare } from '../compare.js';
import { componentKey, type ComponentRef } from '../model/component.js';
import type { PrincipalFacts } from './callouts.js';
import type { CertificateInUse } from './certificatesInUse.js';
import type { Fact } from './fact.js';
import type { InboundIntegration, IntegrationRow, OutboundIntegration } from './integrations.js';
import { grouped, keyOf, type RegisterEntry } from './projectFacts.js';

/** One thing that is said of an integration, before and after, in words. Both are lists: most have one item, or none. */
export interface FactChange {
  /** `endpoint`, `scopes`, `owner`: words of our own. */
  readonly what: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** What became of an integration between two states of its project. */
export interface IntegrationChange {
  /** Folder of the project, relative to the scanned root; `.` for the root itself. */
  readonly project: string;
  /** The component that opens the connection, now where it is there; null for an entry of the register that names none. */
  readonly component: ComponentRef | null;
  /** The id of the entry in the register; else the component, as `Type:FullName`. */
  readonly id: string;
  readonly name: string;
  readonly direction: IntegrationRow['direction'];
  /** `replaced`: another component opens what the register says is the same integration; the fact `component` has both. */
  readonly kind: 'added' | 'changed' | 'removed' | 'replaced';
  /** What differs; of an integration that is added or removed, all that is known of it. Otherwise never empty. */
  readonly facts: readonly FactChange[];
}

/**
 * Says what changed in the integrations between two states. An integration is the component that opens the connection, whatever
 * file it stands in and whatever the register calls it; where that component is there no more, what has its id in the register.
 * Counts of findings make no difference.
 *
 * @param moreOf what else is to be said of a row, with what it is said of
 */
export function compareIntegrations<Row extends IntegrationRow>(
  before: readonly Row[],
  after: readonly Row[],
  moreOf: (row: Row) => ReadonlyArray<readonly [what: string, texts: readonly string[]]> = () => []
): readonly IntegrationChange[] {
  const chainsIn = (rows: readonly Row[]): readonly Chain[] => chainsOf(rows, moreOf);
  const [then, now] = [chainsIn(before), chainsIn(after)];
  const pairs = pairsOf(then, now);
  const paired = new Set([...pairs.keys(), ...pairs.values()]);
  const changes = [
    ...then.filter((chain) => !paired.has(chain)).map((chain) => changeOf(chain, chain, undefined)),
    ...now.flatMap((chain): readonly IntegrationChange[] => {
      const old = pairs.get(chain);
      const change = changeOf(chain, old, chain);
      return old && change.facts.length === 0 ? [] : [change];
    }),
  ];
  return changes.sort((a, b) => compare(a.project, b.project) || compare(a.id, b.id) || compare(a.kind, b.kind));
}

/** The rows of one integration: several where entries of the register share its component. */
interface Chain {
  readonly rows: readonly [IntegrationRow, ...IntegrationRow[]];
  readonly more: readonly Said[];
  /** Without the project. */
  readonly key: string;
  readonly project: string;
}

const headOf = (row: IntegrationRow): ComponentRef | null => (row.direction === 'unknown' ? null : row.component);

function chainsOf<Row extends IntegrationRow>(
  rows: readonly Row[],
  moreOf: (row: Row) => ReadonlyArray<readonly [what: string, texts: readonly string[]]>
): readonly Chain[] {
  const identified = rows.map((row) => {
    const head = headOf(row);
    // Two package directories may hold the same component.
    const file = row.direction === 'unknown' ? '' : row.file;
    return { row, file, key: head ? keyOf(head) : `register ${row.id}` };
  });
  const groups = grouped(identified, ({ row, file, key }) => JSON.stringify([row.project, key, file]));
  return [...groups.values()].map((group) => {
    const ofGroup = group.map(({ row }) => row) as [Row, ...Row[]];
    const more = [...grouped(ofGroup.flatMap(moreOf), ([what]) => what)].map(([what, all]) =>
      plain(
        what,
        all.flatMap(([, texts]) => texts)
      )
    );
    return { rows: ofGroup, more, key: group[0]!.key, project: ofGroup[0].project };
  });
}

/** The chain of before for each chain of after that was there: in the same project, or in another where nothing else can be meant. */
function pairsOf(before: readonly Chain[], after: readonly Chain[]): ReadonlyMap<Chain, Chain> {
  const pairs = new Map<Chain, Chain>();
  const open = new Set(before);
  const pair = (now: Chain, then: Chain | undefined): void => {
    if (!then) return;
    pairs.set(now, then);
    open.delete(then);
  };
  const inProject = ({ project, key }: Chain): string => JSON.stringify([project, key]);
  const byProject = grouped(before, inProject);
  const fileOf = ({ rows: [row] }: Chain): string => (row.direction === 'unknown' ? '' : row.file);
  for (const now of after) {
    pair(
      now,
      byProject.get(inProject(now))?.find((then) => open.has(then) && fileOf(then) === fileOf(now))
    );
  }
  for (const now of after) {
    if (!pairs.has(now))
      pair(
        now,
        byProject.get(inProject(now))?.find((then) => open.has(then))
      );
  }
  const leftBefore = grouped([...open], ({ key }) => key);
  const leftAfter = grouped(
    after.filter((now) => !pairs.has(now)),
    ({ key }) => key
  );
  for (const [key, [now, ...more]] of leftAfter) {
    const then = leftBefore.get(key) ?? [];
    if (more.length === 0 && then.length === 1) pair(now!, then[0]);
  }
  const entriesBefore = byEntry([...open]);
  for (const [entry, [now, ...more]] of byEntry(after.filter((one) => !pairs.has(one)))) {
    const then = entriesBefore.get(entry) ?? [];
    if (more.length === 0 && then.length === 1 && isReplaceable(then[0]!, now!)) pair(now!, then[0]);
  }
  return pairs;
}

/** Chains by project and the entries of the register that they belong to; without those that are in no register. */
function byEntry(chains: readonly Chain[]): ReadonlyMap<string, readonly Chain[]> {
  const entriesOf = ({ rows }: Chain): readonly string[] => rows.flatMap(({ register }) => register?.id ?? []).sort();
  return grouped(
    chains.filter((chain) => entriesOf(chain).length > 0),
    (chain) => JSON.stringify([chain.project, entriesOf(chain)])
  );
}

/** Who calls whom stays the same, as far as it is known. */
function isReplaceable({ rows: [then] }: Chain, { rows: [now] }: Chain): boolean {
  return then.direction === now.direction || then.direction === 'unknown' || now.direction === 'unknown';
}

/** `shown` is the side that gives the names. */
function changeOf(shown: Chain, before: Chain | undefined, after: Chain | undefined): IntegrationChange {
  const [row] = shown.rows;
  // Of what is new or gone, nobody needs to know all that it does not have.
  const facts = (chain: Chain): FactsInWords => {
    const said = factsOf(chain).filter(({ isNone }) => !isNone || (before && after));
    return new Map(said.map(({ what, texts }) => [what, texts]));
  };
  const isOther = before !== undefined && after !== undefined && before.key !== after.key;
  const isReplaced = isOther && headOf(before.rows[0]) !== null && headOf(after.rows[0]) !== null;
  const changed = changedFacts(before ? facts(before) : new Map(), after ? facts(after) : new Map());
  return {
    project: row.project,
    component: headOf(row),
    id: row.id,
    name: row.name,
    direction: row.direction,
    kind: !before ? 'added' : !after ? 'removed' : isReplaced ? 'replaced' : 'changed',
    facts: isOther ? [{ what: 'component', before: headIn(before), after: headIn(after) }, ...changed] : changed,
  };
}

function headIn({ rows: [row] }: Chain): readonly string[] {
  const head = headOf(row);
  return head ? [componentKey(head)] : [];
}

/** What is said of something, by what it is said of; in the order in which it is told. */
export type FactsInWords = ReadonlyMap<string, readonly string[]>;

/** What differs between two such, in the order of the later one. */
export function changedFacts(before: FactsInWords, after: FactsInWords): readonly FactChange[] {
  const names = [...new Set([...after.keys(), ...before.keys()])];
  return names.flatMap((what) => {
    const [then, now] = [before.get(what) ?? [], after.get(what) ?? []];
    return JSON.stringify(then) === JSON.stringify(now) ? [] : [{ what, before: then, after: now }];
  });
}

/** One thing that is said of an integration. */
interface Said {
  readonly what: string;
  readonly texts: readonly string[];
  /** Whether it says that there is none. */
  readonly isNone: boolean;
}

function factsOf({ rows, more }: Chain): readonly Said[] {
  const [row] = rows;
  const said = row.direction === 'outbound' ? ofOutbound(row) : row.direction === 'inbound' ? ofInbound(row) : [];
  return [...said, ...ofRegister(rows.flatMap(({ register }) => register ?? [])), ...more].filter(
    ({ texts }) => texts.length > 0
  );
}

const ofOutbound = (row: OutboundIntegration): readonly Said[] => [
  plain('endpoint', [endpointInWords(row)]),
  one('enabled', row.isEnabled, yesOrNo),
  plain('mutual TLS', [row.mutualTls]),
  one('private connection', row.privateConnection),
  one('authentication', row.authenticationProtocol),
  one('authentication flow', row.authenticationFlow),
  one('token host', row.tokenHost),
  ...certificates(row.certificates),
  many('principals', row.principals, (principal) => `${principalInWords(principal)} (${word(principal.type)})`),
  plain(
    'who may use it',
    'value' in row.principals
      ? row.principals.value.flatMap((principal) =>
          principal.users.map((user) => `${granteeInWords(user)} as ${principalInWords(principal)}`)
        )
      : []
  ),
];

const ofInbound = (row: InboundIntegration): readonly Said[] => [
  one('enabled', row.isEnabled, yesOrNo),
  many('flows', row.flows),
  many('scopes', row.scopes),
  plain('callbacks', row.callbacks),
  one('permitted users', row.permittedUsers),
  one('run-as user', row.runAsUser),
  plain('who may use it', row.users.map(granteeInWords)),
  plain('mutual TLS', [row.mutualTls]),
  ...certificates(row.certificates),
  one('IP relaxation', row.ipRelaxation),
  plain('trusted IP ranges', row.trustedIpRanges),
  many('token IP ranges', row.tokenIpRanges),
  one('refresh token policy', row.refreshTokenPolicy),
  one('refresh token rotation', row.isRefreshTokenRotationEnabled, onOrOff),
  one('PKCE required', row.isPkceRequired, yesOrNo),
];

const REGISTER: ReadonlyArray<readonly [what: string, of: (entry: RegisterEntry) => string | undefined]> = [
  ['entry in the register', ({ id }) => id],
  ['owner', ({ owner }) => owner],
  ['owner of its certificates', ({ certificateOwner }) => certificateOwner],
  ['criticality', ({ criticality }) => criticality],
  ['data', ({ dataClassification }) => dataClassification?.join(', ')],
  ['mutual TLS by the register', ({ mtls }) => mtls],
  ['gateway', ({ gateway }) => gateway],
  ['IP allowlist', ({ ipAllowlist }) => (ipAllowlist === undefined ? undefined : yesOrNo(ipAllowlist))],
  [
    'Private Connect',
    ({ privateConnect }) => privateConnect && `${privateConnect.disposition}: ${privateConnect.reason}`,
  ],
  ['justification', ({ justification }) => justification],
  ['reviewed', ({ reviewed }) => reviewed],
];

const ofRegister = (entries: readonly RegisterEntry[]): readonly Said[] =>
  REGISTER.map(([what, of]) =>
    plain(
      what,
      entries.flatMap((entry) => of(entry) ?? [])
    )
  );

/** The certificates of each role, with the day that they end on. */
const certificates = (inUse: readonly CertificateInUse[]): readonly Said[] =>
  [...grouped(inUse, ({ role }) => role)].map(([role, ofRole]) =>
    plain(
      `${role} certificate`,
      ofRole.map(({ name, notAfter }) =>
        'value' in notAfter
          ? `${word(name)}, until ${notAfter.value.slice(0, 10)}`
          : `${word(name)}, end ${word(notAfter)}`
      )
    )
  );

const DEFAULT_PORTS: Readonly<Record<string, number>> = { http: 80, https: 443 };

/** `https://erp.example:8443`; the port only where it is not the scheme's own. */
export function endpointInWords({ scheme, host, port }: Pick<OutboundIntegration, 'host' | 'port' | 'scheme'>): string {
  if (!('value' in host)) return word(host);
  const isUsual = 'value' in scheme && 'value' in port && DEFAULT_PORTS[scheme.value] === port.value;
  return `${'value' in scheme ? `${scheme.value}://` : ''}${host.value}${isUsual || !('value' in port) ? '' : `:${port.value}`}`;
}

const principalInWords = ({ credential, name }: PrincipalFacts): string => `${credential}-${word(name)}`;

const granteeInWords = (user: ComponentRef): string =>
  user.fullName === '' ? `a ${user.type} that the build puts in` : componentKey(user);

const yesOrNo = (flag: boolean): string => (flag ? 'yes' : 'no');
const onOrOff = (flag: boolean): string => (flag ? 'on' : 'off');

/** The order in which a file lists things makes no difference. */
const plain = (what: string, texts: readonly string[]): Said => ({
  what,
  texts: [...new Set(texts)].sort(compare),
  isNone: false,
});

function one<Value>(what: string, fact: Fact<Value>, inWords: (value: Value) => string = String): Said {
  return 'value' in fact ? plain(what, [inWords(fact.value)]) : withoutValue(what, fact);
}

function many<Value>(what: string, fact: Fact<readonly Value[]>, inWords: (value: Value) => string = String): Said {
  return 'value' in fact ? plain(what, fact.value.map(inWords)) : withoutValue(what, fact);
}

const withoutValue = (what: string, fact: Fact<never>): Said => ({
  ...plain(what, [word(fact)]),
  isNone: 'none' in fact,
});

/** A fact in words, whatever is known. */
export const word = (fact: Fact<string>): string =>
  'value' in fact ? fact.value : 'none' in fact ? fact.none : `not known: ${fact.unknown}`;
