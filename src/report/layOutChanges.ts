import { SEVERITIES } from '../findings/finding.js';
import type { IntegrationChange } from '../inventory/compareIntegrations.js';
import { grouped } from '../inventory/projectFacts.js';
import { titleOf } from '../model/component.js';
import {
  changeLines,
  decisionsOf,
  hasSeveralOrgs,
  KIND_WORDS,
  orDash,
  orgColumnOf,
  orgsOf,
  saidOf,
  verdictsText,
} from './changes/changeTexts.js';
import { checklists, GROUPS, otherControls, patterns } from './changes/controls.js';
import { summary } from './changes/summary.js';
import type { AccessChange, ReportChanges, RowChange } from './compareReports.js';
import type { Block, ReportDocument, Section, Table, Text } from './document.js';
import type { Headroom } from './headroom.js';
import type { AcceptedFinding, ReportedFinding } from './reportData.js';
import { HARMLESS } from './sections/leastPrivilege.js';
import {
  code,
  GATEWAY_CONTROL_WORDS,
  inLines,
  instantOf,
  joined,
  linesOr,
  listed,
  piecesOf,
  someOf,
  strong,
  table,
  type Column,
} from './sections/texts.js';

/** A part of the change log, and whether it has anything to say. */
interface Part {
  readonly section: (changes: ReportChanges) => Section;
  readonly isChanged: (changes: ReportChanges) => boolean;
}

const hasControl =
  (isMeant: (control: string) => boolean) =>
  ({ verdicts }: ReportChanges): boolean =>
    verdicts.some(({ control }) => isMeant(control));

/** In the order in which they are read. */
const PARTS: readonly Part[] = [
  { section: patterns, isChanged: hasControl(GROUPS.patterns.isMeant) },
  { section: checklists, isChanged: hasControl(GROUPS.checklists.isMeant) },
  { section: integrations, isChanged: (changes) => changes.integrations.length > 0 },
  {
    section: certificates,
    isChanged: (changes) => changes.certificates.length + changes.headroom.length > 0,
  },
  { section: gateways, isChanged: (changes) => changes.gateways.length > 0 },
  { section: access, isChanged: (changes) => changes.access.length > 0 },
  {
    section: findings,
    isChanged: ({ findings: { added, removed, changed } }) => added.length + removed.length + changed.length > 0,
  },
  { section: accepted, isChanged: (changes) => changes.accepted.added.length + changes.accepted.removed.length > 0 },
  { section: otherControls, isChanged: hasControl(GROUPS.controls.isMeant) },
];

/** The change log as a document: what is better and what is worse, and then part by part what is different; no other part. */
export function layOutChanges(changes: ReportChanges): ReportDocument {
  const { before, after } = changes;
  const changed = PARTS.filter(({ isChanged }) => isChanged(changes));
  const unchanged = PARTS.filter((one) => !changed.includes(one)).map(({ section }) =>
    section(changes).title.toLowerCase()
  );
  return {
    title: 'What changed in the integration security',
    subtitle: `From ${before.name ?? 'what was there'} to what is there now.`,
    now: after.now,
    facts: [
      ...beforeAndNow('judged at', instantOf(before.now), instantOf(after.now)),
      ...beforeAndNow('judged by', `sf-isa ${before.version}`, `sf-isa ${after.version}`),
      ...beforeAndNow('orgs', namesOf(before), namesOf(after)),
    ],
    sections: [summary(changes, unchanged), ...changed.map(({ section }) => section(changes))],
  };
}

const namesOf = ({ orgs }: ReportChanges['after']): string => orgs.map(({ name }) => name).join(', ') || 'none';

/** A fact of both states: once where it is the same. */
const beforeAndNow = (what: string, before: string, after: string): ReportDocument['facts'] =>
  before === after
    ? [{ name: `${what[0]!.toUpperCase()}${what.slice(1)}`, value: after }]
    : [
        { name: `Before, ${what}`, value: before },
        { name: `Now, ${what}`, value: after },
      ];

/** A headline with a table; nothing where there are no rows. */
const tableBelow = (id: string, text: string, one: Table): readonly Block[] =>
  one.rows.length === 0 ? [] : [{ kind: 'heading', id, text }, one];

function integrations(changes: ReportChanges): Section {
  const ofKinds = (...kinds: ReadonlyArray<IntegrationChange['kind']>): readonly IntegrationChange[] =>
    changes.integrations.filter(({ kind }) => kinds.includes(kind));
  const there: ReadonlyArray<Column<IntegrationChange>> = [
    { title: 'Integration', cell: integrationTitle },
    ...orgColumnOf<IntegrationChange>(changes),
    { title: 'How it connects', cell: connectionText },
    { title: 'Decision', cell: (row) => verdictsText([...decisionsOf(row).before, ...decisionsOf(row).after]) },
    { title: 'Owner', cell: ({ facts }) => listed(saidOf(facts, 'owner'), 'nobody is written down') },
  ];
  return {
    id: 'integrations',
    title: 'Integrations',
    blocks: [
      ...tableBelow('integrations-new', 'New', table('Integrations that are new', 'None.', ofKinds('added'), there)),
      ...tableBelow(
        'integrations-gone',
        'Gone',
        table('Integrations that are gone', 'None.', ofKinds('removed'), there)
      ),
      ...tableBelow(
        'integrations-changed',
        'Changed or replaced',
        table(
          'Integrations that are there in both states and differ; a replaced one has the same id in the register and another component',
          'None.',
          ofKinds('changed', 'replaced'),
          [
            { title: 'Integration', cell: integrationTitle },
            ...orgColumnOf<IntegrationChange>(changes),
            { title: 'It is', cell: ({ kind }) => KIND_WORDS[kind] },
            { title: 'Decision', cell: decisionText },
            {
              title: 'Before → now',
              cell: ({ facts }) => changeLines(facts.filter(({ what }) => what !== 'decision')),
            },
          ]
        )
      ),
    ],
  };
}

function integrationTitle({ component, name, id }: IntegrationChange): Text {
  const title = component ? titleOf(component) : id;
  return name === component?.fullName ? [strong(title)] : [strong(name), ` (${title})`];
}

const MUTUAL_TLS: Readonly<Record<string, string>> = {
  yes: 'mutual TLS',
  no: 'no mutual TLS',
  unknown: 'mutual TLS is not known',
};

/** `https://erp.example:8443, mutual TLS, JWT Bearer Flow`: of one that is new or gone. */
function connectionText({ direction, facts }: IntegrationChange): Text {
  if (direction === 'unknown') return 'not known: nothing that the register names is in the project';
  const [flow] = saidOf(facts, 'authentication flow');
  const authentication = flow === undefined ? saidOf(facts, 'authentication') : [flow];
  return joined([
    ...(direction === 'inbound' ? ['calls the org'] : saidOf(facts, 'endpoint').map((url): Text => [code(url)])),
    ...saidOf(facts, 'mutual TLS').map((word) => MUTUAL_TLS[word] ?? word),
    ...(direction === 'inbound' ? saidOf(facts, 'flows') : authentication),
  ]);
}

function decisionText(change: IntegrationChange): Text {
  const { before, after } = decisionsOf(change);
  return before.length + after.length === 0 ? 'as before' : joined([verdictsText(before), verdictsText(after)], ' → ');
}

function certificates(changes: ReportChanges): Section {
  const ofKind = (kind: RowChange['kind']): readonly RowChange[] =>
    changes.certificates.filter((row) => row.kind === kind);
  const columns: ReadonlyArray<Column<RowChange>> = [
    { title: 'Certificate', cell: ({ name }) => name },
    ...orgColumnOf<RowChange>(changes),
    { title: 'Ends', cell: ({ facts }) => orDash(saidOf(facts, 'ends')) },
    { title: 'Used by', cell: ({ facts }) => linesOr(saidOf(facts, 'used by'), 'nothing in the project') },
    { title: 'Owner', cell: ({ facts }) => listed(saidOf(facts, 'owners'), 'nobody is written down') },
  ];
  return {
    id: 'certificates',
    title: 'Certificates',
    blocks: [
      { kind: 'heading', id: 'certificates-headroom', text: 'Headroom' },
      headroom(changes),
      ...tableBelow('certificates-new', 'New', table('Certificates that are new', 'None.', ofKind('added'), columns)),
      ...tableBelow(
        'certificates-gone',
        'Gone',
        table('Certificates that are gone', 'None.', ofKind('removed'), columns)
      ),
      ...tableBelow(
        'certificates-changed',
        'Renewed or used otherwise',
        table('Certificates that are there in both states and differ', 'None.', ofKind('changed'), [
          columns[0]!,
          ...orgColumnOf<RowChange>(changes),
          { title: 'Before → now', cell: ({ facts }) => changeLines(facts) },
        ])
      ),
    ],
  };
}

function headroom({ headroom: rows }: ReportChanges): Table {
  const shown = (state: Headroom | null, of: keyof Headroom): Text => (state === null ? '–' : String(state[of]));
  const column = (title: string, of: keyof Headroom): Column<ReportChanges['headroom'][number]> => ({
    title,
    cell: ({ before, after }) =>
      before && after && before[of] === after[of]
        ? String(after[of])
        : joined([shown(before, of), shown(after, of)], ' → '),
  });
  return table('How many certificates each org has room for', 'The room for certificates is what it was.', rows, [
    { title: 'Org', cell: ({ org }) => org },
    column('In use', 'used'),
    column('Planned', 'planned'),
    column('Limit', 'limit'),
    column('Room after the planned ones', 'room'),
  ]);
}

const controlText = (control: string): string =>
  Object.entries(GATEWAY_CONTROL_WORDS).find(([id]) => id === control)?.[1] ?? control;

/** The gateways of one id that are new, or gone, in the registers of some orgs. */
type GatewayGroup = readonly [RowChange, ...RowChange[]];

function gateways(changes: ReportChanges): Section {
  const orgOf = orgsOf(changes);
  const groupsOf = (kind: RowChange['kind']): readonly GatewayGroup[] => [
    ...(grouped(
      changes.gateways.filter((row) => row.kind === kind),
      ({ name }) => name
    ).values() as Iterable<GatewayGroup>),
  ];
  const all = (group: GatewayGroup, what: string): readonly string[] => [
    ...new Set(group.flatMap(({ facts }) => saidOf(facts, what))),
  ];
  const byOrg = (group: GatewayGroup, what: string): Text =>
    linesOr(
      group.flatMap((row): readonly Text[] => {
        const ids = saidOf(row.facts, what).map((id): Text => [code(id)]);
        const org = hasSeveralOrgs(changes) ? `${orgOf(row.project)}: ` : '';
        return ids.length === 0 ? [] : [[org, ...piecesOf(joined(ids))]];
      }),
      'nothing'
    );
  const columns: ReadonlyArray<Column<GatewayGroup>> = [
    { title: 'Gateway', cell: ([{ name }]) => [code(name)] },
    { title: 'Name', cell: (group) => orDash(all(group, 'name')) },
    { title: 'Hosts', cell: (group) => orDash(all(group, 'hosts')) },
    {
      title: 'Sees to',
      cell: (group) => listed(all(group, 'controls').map(controlText), 'nobody has written it down'),
    },
    { title: 'Owner', cell: (group) => listed(all(group, 'owner'), 'nobody is written down') },
    { title: 'Goes through it', cell: (group) => byOrg(group, 'goes through it') },
    { title: 'Goes past it', cell: (group) => byOrg(group, 'goes past it') },
  ];
  return {
    id: 'gateways',
    title: 'Gateways',
    blocks: [
      ...tableBelow(
        'gateways-new',
        'New',
        table('Gateways that a register has now', 'None.', groupsOf('added'), columns)
      ),
      ...tableBelow(
        'gateways-gone',
        'Gone',
        table('Gateways that a register has no more', 'None.', groupsOf('removed'), columns)
      ),
      ...tableBelow(
        'gateways-changed',
        'Changed',
        table(
          'Gateways that are in the register in both states and differ',
          'None.',
          changes.gateways.filter(({ kind }) => kind === 'changed'),
          [
            { title: 'Gateway', cell: ({ name }) => [code(name)] },
            ...orgColumnOf<RowChange>(changes),
            { title: 'Before → now', cell: ({ facts }) => changeLines(facts) },
          ]
        )
      ),
    ],
  };
}

/** What one sync identity gained, or lost, on one object and its fields. */
type AccessGroup = readonly [AccessChange, ...AccessChange[]];

function access(changes: ReportChanges): Section {
  const part = (right: 'gained' | 'lost', text: string, caption: string): readonly Block[] => {
    const groups = grouped(
      changes.access.filter((row) => row[right].length > 0),
      ({ project, identity, object }) => JSON.stringify([project, identity.type, identity.fullName, object])
    );
    const rows = [...groups.values()].map((group) => ({ project: group[0]!.project, group: group as AccessGroup }));
    return tableBelow(
      `access-${right}`,
      text,
      table(caption, 'None.', rows, [
        { title: 'Sync identity', cell: ({ group: [{ identity }] }) => titleOf(identity) },
        ...orgColumnOf<(typeof rows)[number]>(changes),
        {
          title: 'Object',
          cell: ({ group: [{ object }] }) => (object === '*' ? 'every object' : [code(object)]),
        },
        {
          title: 'Records',
          cell: ({ group }) => orDash(group.filter(({ field }) => field === '').flatMap((row) => row[right])),
        },
        { title: 'Fields', cell: ({ group }) => fieldsText(group, right) },
      ])
    );
  };
  return {
    id: 'access',
    title: 'Access of sync identities',
    blocks: [
      ...part('gained', 'Gained', 'What sync identities may do now and could not do before'),
      ...part('lost', 'Lost', 'What sync identities could do before and may not do now'),
    ],
  };
}

/** `read, update: Industry, SSN__c (Restricted)`, a line for each set of rights. */
function fieldsText(group: AccessGroup, right: 'gained' | 'lost'): Text {
  const fields = group.filter(({ field }) => field !== '');
  const lines = [...grouped(fields, (row) => row[right].join(', '))].map(([rights, some]): Text => [
    `${rights}: `,
    ...piecesOf(
      joined(
        some.map(({ field, classification }): Text => {
          const name = field === '*' ? 'every field' : code(field);
          return classification === null || HARMLESS.has(classification) ? [name] : [name, ` (${classification})`];
        })
      )
    ),
  ]);
  return linesOr(lines, '–');
}

function findings(changes: ReportChanges): Section {
  const { added, removed, changed } = changes.findings;
  const columns: ReadonlyArray<Column<ReportedFinding>> = [
    { title: 'Finding', cell: ({ message }) => message },
    ...orgColumnOf<ReportedFinding>(changes),
    { title: 'Severity', cell: ({ severity }) => severity },
    { title: 'What to do', cell: ({ fix }) => fix ?? 'see the page of the rule' },
    { title: 'Place', cell: ({ location }) => [code(`${location.path}:${location.startLine}`)] },
    { title: 'Rule', cell: ({ rule }) => [code(rule)] },
  ];
  return {
    id: 'findings',
    title: 'Findings',
    blocks: [
      ...tableBelow(
        'findings-new',
        'New',
        table('Findings that were not there before', 'None.', bySeverity(added), columns)
      ),
      ...tableBelow(
        'findings-changed',
        'Worse or milder',
        table('Findings whose severity changed', 'None.', changed, [
          { title: 'Finding', cell: ({ finding }) => finding.message },
          { title: 'Before → now', cell: ({ before, finding }) => `${before} → ${finding.severity}` },
          { title: 'Rule', cell: ({ finding }) => [code(finding.rule)] },
        ])
      ),
      ...tableBelow('findings-gone', 'Gone', goneByRule(removed, changes)),
    ],
  };
}

/** So many components are named for each rule. */
const MOST_COMPONENTS = 6;

/** A row for each rule, the worst first: nobody reads hundreds of findings that are there no more. */
function goneByRule(removed: readonly ReportedFinding[], changes: ReportChanges): Table {
  const orgOf = orgsOf(changes);
  const acceptedNow = new Set(changes.accepted.added.map(keyOfFinding));
  const rules = [...grouped(bySeverity(removed), ({ rule }) => rule)];
  const isAccepted = (finding: ReportedFinding): boolean => acceptedNow.has(keyOfFinding(finding));
  const where = ({ component, project }: ReportedFinding): string =>
    `${titleOf(component).trim()}${hasSeveralOrgs(changes) && component.type !== 'Project' ? ` (${orgOf(project)})` : ''}`;
  return table('Findings that are not there any more, by rule, the worst first', 'None.', rules, [
    { title: 'Rule', cell: ([rule]) => [code(rule)] },
    { title: 'Worst', cell: ([, some]) => some[0]!.severity },
    { title: 'Gone', cell: ([, some]) => String(some.length), isNumber: true },
    ...(removed.some(isAccepted)
      ? [
          {
            title: 'Accepted now',
            cell: ([, some]: (typeof rules)[number]) => String(some.filter(isAccepted).length),
            isNumber: true as const,
          },
        ]
      : []),
    { title: 'Where', cell: ([, some]) => someOf([...new Set(some.map(where))], MOST_COMPONENTS) },
  ]);
}

const keyOfFinding = ({ project, fingerprint }: ReportedFinding): string => JSON.stringify([project, fingerprint]);

const bySeverity = <Found extends ReportedFinding>(all: readonly Found[]): readonly Found[] =>
  SEVERITIES.flatMap((severity) => all.filter((finding) => finding.severity === severity));

function accepted(changes: ReportChanges): Section {
  const columns: ReadonlyArray<Column<AcceptedFinding>> = [
    { title: 'Finding', cell: ({ message }) => message },
    ...orgColumnOf<AcceptedFinding>(changes),
    { title: 'Severity', cell: ({ severity }) => severity },
    { title: 'Reason', cell: ({ reason }) => inLines([[strong(reason.kind.replaceAll('-', ' '))], reason.reason]) },
    { title: 'Who and until when', cell: ({ reason }) => termsOf(reason) },
  ];
  return {
    id: 'accepted-risks',
    title: 'Accepted risks',
    blocks: [
      ...tableBelow(
        'accepted-risks-new',
        'New',
        table('What the team accepts now and did not before', 'None.', bySeverity(changes.accepted.added), columns)
      ),
      ...tableBelow(
        'accepted-risks-gone',
        'Gone',
        table('What the team accepted and does no more', 'None.', bySeverity(changes.accepted.removed), columns)
      ),
    ],
  };
}

const termsOf = ({ owner, ticket, expires }: AcceptedFinding['reason']): Text =>
  listed(
    [
      ...(owner === undefined ? [] : [owner]),
      ...(ticket === undefined ? [] : [ticket]),
      ...(expires === undefined ? [] : [`until ${expires}`]),
    ],
    'nobody is written down'
  );
