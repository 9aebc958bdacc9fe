import { SEVERITIES, type Severity } from '../../findings/finding.js';
import { plural } from '../../reporters/wording.js';
import type { AccessChange, ReportChanges, RowChange, VerdictChange } from '../compareReports.js';
import { VERDICTS, type Block, type Section, type Text, type Verdict } from '../document.js';
import type { ReportedFinding } from '../reportData.js';
import { HARMLESS } from '../sections/leastPrivilege.js';
import { code, findingsText, joined, piecesOf, someOf, strong } from '../sections/texts.js';
import { decisionsOf, hasSeveralOrgs, KIND_WORDS, orgsOf } from './changeTexts.js';
import { GROUPS } from './controls.js';

/** What got better, what got worse, and what is only different, in a few sentences; and the parts in which nothing is. */
export function summary(changes: ReportChanges, unchanged: readonly string[]): Section {
  const { better, worse, others } = judged(changes);
  const isAnything = better.length + worse.length + others.length > 0;
  const blocks: readonly Block[] = isAnything
    ? [
        ...part('summary-better', 'What got better', better, 'Nothing got better.'),
        ...part('summary-worse', 'What got worse', worse, 'Nothing got worse.'),
        ...(others.length === 0 ? [] : part('summary-others', 'What else changed', others, '')),
        ...(unchanged.length === 0
          ? []
          : [{ kind: 'paragraph', text: `Nothing changed in: ${unchanged.join(', ')}.` } as const]),
      ]
    : [{ kind: 'paragraph', text: 'Nothing changed: both states say the same.' }];
  return { id: 'summary', title: 'Summary', blocks };
}

const part = (id: string, text: string, items: readonly Text[], nothing: string): readonly Block[] => [
  { kind: 'heading', id, text },
  items.length === 0 ? { kind: 'paragraph', text: nothing } : { kind: 'list', items },
];

interface Judged {
  readonly better: readonly Text[];
  readonly worse: readonly Text[];
  readonly others: readonly Text[];
}

const NOTHING: Judged = { better: [], worse: [], others: [] };

function judged(changes: ReportChanges): Judged {
  const parts: readonly Judged[] = [
    ofOrgs(changes),
    ...Object.values(GROUPS).map((group) => ofControls(changes, group)),
    ofIntegrations(changes),
    ofCertificates(changes),
    ofGateways(changes),
    ofAccess(changes),
    ofFindings(changes),
    ofAccepted(changes),
  ];
  return {
    better: parts.flatMap(({ better }) => better),
    worse: parts.flatMap(({ worse }) => worse),
    others: parts.flatMap(({ others }) => others),
  };
}

const ofOrgs = ({ orgs }: ReportChanges): Judged => ({
  ...NOTHING,
  others: [
    ...orgs.added.map((name): Text => ['The org ', strong(name), ' is new.']),
    ...orgs.removed.map((name): Text => ['The org ', strong(name), ' is gone.']),
  ],
});

/** Verdicts that something speaks for. */
const isSettled = (verdict: Verdict | null): boolean =>
  verdict === 'met' || verdict === 'attested' || verdict === 'not-applicable';

function ofControls({ verdicts }: ReportChanges, { one, many, isMeant }: (typeof GROUPS)[keyof typeof GROUPS]): Judged {
  const all = verdicts.filter(({ control }) => isMeant(control));
  const noun = (count: number): string => `${count} ${count === 1 ? one : many}`;
  const sentence = (
    isOne: (change: VerdictChange) => boolean,
    inWords: (subject: string, count: number) => string,
    details = outcome
  ): readonly Text[] => {
    const some = all.filter(isOne);
    if (some.length === 0) return [];
    const more = piecesOf(details(some));
    return [[inWords(noun(some.length), some.length), ...(more.length === 0 ? [] : [': ', ...more]), '.']];
  };
  return {
    better: [
      ...sentence(
        ({ before, after }) => before === 'failed' && after !== 'failed',
        (subject, count) => `${subject} failed and ${be(count, 'does', 'do')} so no more`
      ),
      ...sentence(
        ({ before, after }) => before === 'person' && isSettled(after),
        (subject, count) => `${subject} needed a person and ${be(count, 'does', 'do')} so no more`
      ),
    ],
    worse: [
      ...sentence(
        ({ before, after }) => before !== 'failed' && after === 'failed',
        (subject, count) => `${subject} ${be(count, 'fails', 'fail')} now and did not before`,
        idsOf
      ),
      ...sentence(
        ({ before, after }) => isSettled(before) && after === 'person',
        (subject, count) => `${subject} ${be(count, 'needs', 'need')} a person now and did not before`,
        idsOf
      ),
    ],
    others: [
      ...sentence(
        ({ before, after }) => isSettled(before) && isSettled(after),
        (subject, count) => `${subject} ${be(count, 'rests', 'rest')} on something else`
      ),
      ...sentence(
        ({ before, after }) => after === null || (before === null && after !== 'failed'),
        (subject, count) => `${subject} ${be(count, 'is', 'are')} asked in one of both states alone`
      ),
    ],
  };
}

/** `1 ✓ met, 6 ✎ stated by a person`; of few, their ids beside. */
function outcome(some: readonly VerdictChange[]): Text {
  const parts = [...VERDICTS, null].flatMap((verdict): readonly Text[] => {
    const ids = some.filter(({ after }) => after === verdict).map(({ control }): Text => [code(control)]);
    if (ids.length === 0) return [];
    const how: Text = verdict === null ? 'not asked now' : [{ kind: 'verdict', verdict }];
    return some.length <= FEW_CONTROLS
      ? [[...piecesOf(joined(ids)), ' ', ...piecesOf(how)]]
      : [[`${ids.length} `, ...piecesOf(how)]];
  });
  return joined(parts);
}

/** The ids of few; of many, the tables have them. */
const idsOf = (some: readonly VerdictChange[]): Text =>
  some.length <= FEW_CONTROLS ? joined(some.map(({ control }): Text => [code(control)])) : [];

/** So many are named one by one. */
const FEW_CONTROLS = 7;

function ofIntegrations(changes: ReportChanges): Judged {
  const { integrations } = changes;
  const ofKind = (kind: 'added' | 'removed'): readonly string[] =>
    failing(
      integrations.filter((one) => one.kind === kind),
      kind === 'added' ? 'after' : 'before'
    );
  const there = integrations.filter(({ kind }) => kind === 'changed' || kind === 'replaced');
  const mended = there.filter((one) => {
    const { before, after } = decisionsOf(one);
    return before.includes('failed') && !after.includes('failed');
  });
  const broken = there.filter((one) => {
    const { before, after } = decisionsOf(one);
    return !before.includes('failed') && after.includes('failed');
  });
  const [added, removed] = [ofKind('added'), ofKind('removed')];
  return {
    better: [
      ...counted(
        mended.length,
        (count) => `${count} fell short of the decision table and ${be(mended.length, 'does', 'do')} so no more`,
        mended.map(({ name }) => name)
      ),
      ...counted(
        removed.length,
        (count) => `${count} that fell short of it ${be(removed.length, 'is', 'are')} gone`,
        removed
      ),
    ],
    worse: [
      ...counted(
        broken.length,
        (count) => `${count} ${be(broken.length, 'falls', 'fall')} short of the decision table now and did not before`,
        broken.map(({ name }) => name)
      ),
      ...counted(
        added.length,
        (count) => `${count} ${be(added.length, 'is', 'are')} new and ${be(added.length, 'falls', 'fall')} short of it`,
        added
      ),
    ],
    others: kindsIn('integration', integrations),
  };
}

const failing = (some: ReportChanges['integrations'], side: 'after' | 'before'): readonly string[] =>
  some.filter((one) => decisionsOf(one)[side].includes('failed')).map(({ name }) => name);

const counted = (count: number, inWords: (subject: string) => string, names: readonly string[]): readonly Text[] =>
  count === 0
    ? []
    : [[inWords(plural(count, 'integration')), ': ', ...piecesOf(someOf([...new Set(names)], MOST_NAMED)), '.']];

const MOST_NAMED = 5;

const be = (count: number, one: string, many: string): string => (count === 1 ? one : many);

/** `Integrations: 10 new, 9 replaced, 6 changed.` */
function kindsIn(noun: string, rows: ReadonlyArray<{ readonly kind: keyof typeof KIND_WORDS }>): readonly Text[] {
  const counts = (Object.keys(KIND_WORDS) as Array<keyof typeof KIND_WORDS>).flatMap((kind) => {
    const count = rows.filter((row) => row.kind === kind).length;
    return count === 0 ? [] : [`${count} ${KIND_WORDS[kind]}`];
  });
  return counts.length === 0 ? [] : [`${noun[0]!.toUpperCase()}${noun.slice(1)}s: ${counts.join(', ')}.`];
}

function ofCertificates({ certificates, headroom }: ReportChanges): Judged {
  const both = headroom.flatMap(({ org, before, after }) => (before && after ? [{ org, before, after }] : []));
  const rooms = (some: typeof both): Text =>
    joined(some.map(({ org, before, after }) => `${org} ${before.room} → ${after.room}`));
  const [more, less] = [
    both.filter(({ before, after }) => after.room > before.room),
    both.filter(({ before, after }) => after.room < before.room),
  ];
  const over = less.filter(({ after }) => after.room < 0);
  const still = less.filter(({ after }) => after.room >= 0);
  const sentence = (words: string, some: typeof both): readonly Text[] =>
    some.length === 0 ? [] : [[`${words}: `, ...piecesOf(rooms(some)), '.']];
  return {
    better: sentence('There is room for more certificates', more),
    worse: sentence('There is no room for the certificates that are planned', over),
    others: [...kindsIn('certificate', certificates), ...sentence('There is room for fewer certificates', still)],
  };
}

/** Gateways of one id are one, whichever register names them. */
function ofGateways({ gateways }: ReportChanges): Judged {
  const byName = new Map(gateways.map((row): [string, RowChange] => [`${row.kind} ${row.name}`, row]));
  return { ...NOTHING, others: kindsIn('gateway', [...byName.values()]) };
}

function ofAccess(changes: ReportChanges): Judged {
  const { access } = changes;
  const orgOf = orgsOf(changes);
  // By its JSON, so that a field that one identity lost and another gained is known again.
  const fieldsOf = (right: 'gained' | 'lost'): ReadonlyMap<string, Text> =>
    new Map(
      access
        .filter((row) => row[right].length > 0 && isSensitive(row))
        .map(({ project, object, field }) => [
          JSON.stringify([project, object, field]),
          [code(`${object}.${field}`), ...(hasSeveralOrgs(changes) ? [` in ${orgOf(project)}`] : [])],
        ])
    );
  const objectsOf = (right: 'gained' | 'lost'): ReadonlyMap<string, Text> =>
    new Map(
      access
        .filter((row) => row[right].some((one) => one.endsWith(' all records')))
        .map(({ object }) => [object, object === '*' ? 'every object' : [code(object)]])
    );
  const sentence = (words: string, names: readonly Text[]): readonly Text[] =>
    names.length === 0 ? [] : [[words, ': ', ...piecesOf(someOf(names, MOST_NAMED)), '.']];
  const notIn = (some: ReadonlyMap<string, Text>, others: ReadonlyMap<string, Text>): readonly Text[] =>
    [...some].filter(([key]) => !others.has(key)).map(([, name]) => name);
  const [gained, lost] = [fieldsOf('gained'), fieldsOf('lost')];
  const [widened, narrowed] = [objectsOf('gained'), objectsOf('lost')];
  return {
    better: [
      ...sentence('Sync identities lost access to sensitive fields', notIn(lost, gained)),
      ...sentence('Sync identities lost access to all records, past sharing, of', notIn(narrowed, widened)),
    ],
    worse: [
      ...sentence('Sync identities gained access to sensitive fields', notIn(gained, lost)),
      ...sentence('Sync identities gained access to all records, past sharing, of', notIn(widened, narrowed)),
    ],
    others: [],
  };
}

/** A field that is classified, and not as one that anybody may know. */
const isSensitive = ({ field, classification }: AccessChange): boolean =>
  field !== '' && classification !== null && !HARMLESS.has(classification);

const rank = (severity: Severity): number => SEVERITIES.indexOf(severity);

function ofFindings({ findings: { added, removed, changed } }: ReportChanges): Judged {
  const worse = changed.filter(({ finding, before }) => rank(finding.severity) < rank(before));
  const milder = changed.filter(({ finding, before }) => rank(finding.severity) > rank(before));
  const sentence = (count: number, one: string, many: string, more = ''): readonly Text[] =>
    count === 0 ? [] : [`${plural(count, 'finding')} ${count === 1 ? one : many}${more}.`];
  return {
    better: [
      ...sentence(removed.length, 'is gone', 'are gone', `: ${countsOf(removed)}`),
      ...sentence(milder.length, 'is milder than before', 'are milder than before'),
    ],
    worse: [
      ...sentence(added.length, 'is new', 'are new', `: ${countsOf(added)}`),
      ...sentence(worse.length, 'is worse than before', 'are worse than before'),
    ],
    others: [],
  };
}

const countsOf = (some: readonly ReportedFinding[]): string =>
  findingsText(
    Object.fromEntries(
      SEVERITIES.map((severity) => [severity, some.filter((finding) => finding.severity === severity).length])
    ) as Record<Severity, number>
  );

const ofAccepted = ({ accepted: { added, removed } }: ReportChanges): Judged => ({
  ...NOTHING,
  others: [
    ...(added.length === 0
      ? []
      : [`The team accepts ${plural(added.length, 'finding')} that it did not accept before.`]),
    ...(removed.length === 0
      ? []
      : [
          `${plural(removed.length, 'finding')} that the team accepted ${be(removed.length, 'is', 'are')} not accepted any more, or gone.`,
        ]),
  ],
});
