import { SEVERITIES } from '../../findings/finding.js';
import { grouped } from '../../inventory/projectFacts.js';
import { plural } from '../../reporters/wording.js';
import { VERDICTS, type Block, type Inline, type Section, type Text, type Verdict } from '../document.js';
import type { ReportData, ReportedFinding } from '../reportData.js';
import { VERDICT_WORDS } from '../verdicts.js';
import { ARCHITECTURE_CHECK_PLACES, PATTERN_PLACES, ZERO_TRUST_CHECK_PLACES } from '../places.js';
import { certificatesWithoutOwner } from './certificates.js';
import { titleWithOrg } from './integrationTexts.js';
import { lackDisposition } from './privateConnect.js';
import { code, dayOf, instantOf, linkTo, listed, orgNames, piecesOf, someOf, strong, table } from './texts.js';
import { heading, titled } from './titles.js';

/** Of how many rules an executive reads the worst finding. */
const WORST = 5;

/** How many names stand beside a question. */
const MOST_NAMED = 3;

/** How it stands in a sentence or two, what is worst and what to do about it, and what needs a person: half a page. */
export const summary = (data: ReportData): Section => ({
  ...titled('summary'),
  blocks: [
    { kind: 'paragraph', text: inShort(data) },
    { kind: 'paragraph', text: lookedAt(data) },
    verdictTable(data),
    heading('summary-findings'),
    ...worst(data),
    heading('summary-person'),
    ...needsPerson(data),
  ],
});

/** The answer for those who read no further. */
function inShort(data: ReportData): Text {
  const { integrations, answers, findings, now } = data;
  const asked = new Set(
    [...ARCHITECTURE_CHECK_PLACES, ...ZERO_TRUST_CHECK_PLACES, ...PATTERN_PLACES].map((one) => one.asked)
  );
  const items = answers.filter(({ control }) => asked.has(control));
  const failed = integrations.filter(({ decision }) => decision.verdict === 'failed').length;
  const failedItems = items.filter(({ verdict }) => verdict === 'failed').length;
  const stated = items.filter(({ verdict }) => verdict === 'attested').length;
  const serious = findings.filter(({ severity }) => severity === 'critical' || severity === 'high').length;
  const ends = data.certificates.flatMap(({ notAfter }) => ('value' in notAfter ? [notAfter.value] : [])).sort();
  const ended = ends.filter((end) => end <= now).length;
  const next = ends[ended];
  return [
    strong(
      failed + failedItems + serious === 0
        ? 'Nothing that was looked at fails.'
        : `${failed} of ${plural(integrations.length, 'integration')} ${failed === 1 ? 'falls' : 'fall'} short of the decision table, and ${failedItems} of ${plural(items.length, 'item')} of the checklists and patterns ${failedItems === 1 ? 'fails' : 'fail'}.`
    ),
    ...(serious === 0 ? [] : [` ${plural(serious, 'open finding')} ${serious === 1 ? 'is' : 'are'} critical or high.`]),
    ...(stated === 0
      ? []
      : [
          ` ${stated} of ${plural(items.length, 'item')} of the checklists and patterns ${stated === 1 ? 'rests' : 'rest'} on what people have stated.`,
        ]),
    ...(ended === 0 ? [] : [` ${plural(ended, 'certificate')} ${ended === 1 ? 'has' : 'have'} ended.`]),
    ...(next === undefined ? [] : [` The next certificate ends on ${dayOf(next)}.`]),
  ];
}

function lookedAt({ orgs, integrations, certificates, apps, principals, now }: ReportData): Text {
  const counted = [
    plural(integrations.length, 'integration'),
    plural(certificates.length, 'certificate'),
    plural(apps.length, 'app'),
  ].join(', ');
  return [
    `Looked at ${counted} and ${plural(principals.length, 'principal')} (permission sets, groups and profiles) of ${plural(orgs.length, 'org')}: `,
    ...piecesOf(
      listed(
        orgs.map(({ name }) => [strong(name)]),
        'none'
      )
    ),
    '. All of it is judged at ',
    code(instantOf(now)),
    ', from the metadata and from what people have written into sf-isa.yml; nothing was asked of an org.',
  ];
}

/** The parts whose verdicts are counted. */
function verdictTable({ integrations, answers }: ReportData): Block {
  const answersOf = (isMeant: (control: string) => boolean): readonly Verdict[] =>
    answers.filter(({ control }) => isMeant(control)).map(({ verdict }) => verdict);
  const named = (places: ReadonlyArray<{ readonly asked: string }>): readonly Verdict[] => {
    const controls = new Set(places.map(({ asked }) => asked));
    return answersOf((control) => controls.has(control));
  };
  const parts: ReadonlyArray<{ readonly title: Text; readonly verdicts: readonly Verdict[] }> = [
    {
      title: [linkTo('integrations-decisions', 'Integrations, against the decision table')],
      verdicts: integrations.map(({ decision }) => decision.verdict),
    },
    {
      title: [linkTo('checklists-architecture', 'Review checklist of the architecture')],
      verdicts: named(ARCHITECTURE_CHECK_PLACES),
    },
    { title: [linkTo('checklists-zero-trust', 'Zero-trust checklist')], verdicts: named(ZERO_TRUST_CHECK_PLACES) },
    { title: [linkTo('patterns', 'Zero-trust patterns')], verdicts: named(PATTERN_PLACES) },
    {
      title: [linkTo('evidence-map', 'Controls of benchmarks')],
      verdicts: answersOf((control) => /^(?:SBS|OWASP)-/.test(control)),
    },
  ];
  return table('How it stands, counted', 'Nothing was judged.', parts, [
    { title: 'Part', cell: ({ title }) => title },
    ...VERDICTS.map((verdict) => ({
      title: `${VERDICT_WORDS[verdict].sign} ${VERDICT_WORDS[verdict].words}`,
      cell: ({ verdicts }: { readonly verdicts: readonly Verdict[] }) =>
        String(verdicts.filter((one) => one === verdict).length),
      isNumber: true as const,
    })),
  ]);
}

function worst(data: ReportData): readonly Block[] {
  const { findings, accepted } = data;
  const orgOf = orgNames(data);
  const risks: readonly Inline[] =
    accepted.length === 0
      ? []
      : [' The team has accepted ', linkTo('accepted-risks', plural(accepted.length, 'finding')), '.'];
  if (findings.length === 0) return [{ kind: 'paragraph', text: ['There are no open findings.', ...risks] }];
  const bySeverity = SEVERITIES.map((severity) => ({
    severity,
    count: findings.filter((finding) => finding.severity === severity).length,
  })).filter(({ count }) => count > 0);
  const counted = bySeverity.map(({ severity, count }) => `${count} ${severity}`).join(', ');
  const org = ({ project }: ReportedFinding): string => (data.orgs.length > 1 ? ` (${orgOf(project)})` : '');
  const rules = worstRules(findings).slice(0, WORST);
  return [
    {
      kind: 'paragraph',
      text: [
        `There ${findings.length === 1 ? 'is' : 'are'} ${plural(findings.length, 'open finding')}: ${counted}. `,
        linkTo('findings', 'The list of findings'),
        ' says where each one is and what to do.',
        ...risks,
      ],
    },
    {
      kind: 'list',
      items: rules.map(([finding, ...others]): Text => [
        strong(finding.severity),
        ': ',
        finding.message,
        org(finding),
        ...(others.length === 0 ? [] : [`, and ${others.length} more of the rule `, code(finding.rule)]),
        '.',
        ...(finding.fix === null ? [] : [` To do: ${finding.fix}.`]),
      ]),
    },
  ];
}

type OfRule = readonly [ReportedFinding, ...ReportedFinding[]];

/** The findings of each rule, the worst first; the rules with the worst first, and of those the ones that found most. */
function worstRules(findings: readonly ReportedFinding[]): readonly OfRule[] {
  const rank = ({ severity }: ReportedFinding): number => SEVERITIES.indexOf(severity);
  const sorted = [...findings].sort((a, b) => rank(a) - rank(b));
  const groups = [...grouped(sorted, ({ rule }) => rule).values()] as unknown as readonly OfRule[];
  const worstOnes = (group: OfRule): number => group.filter((one) => rank(one) === rank(group[0])).length;
  return [...groups].sort((a, b) => rank(a[0]) - rank(b[0]) || worstOnes(b) - worstOnes(a));
}

function needsPerson(data: ReportData): readonly Block[] {
  const items = questions(data);
  return items.length === 0
    ? [{ kind: 'paragraph', text: 'Nothing: metadata or people have answered every question.' }]
    : [{ kind: 'list', items }];
}

/** What only people can say, and have not said yet. */
function questions(data: ReportData): readonly Text[] {
  const { orgs, integrations, answers, notEvaluated } = data;
  const names = (some: ReadonlyArray<{ readonly name: string }>): Text =>
    someOf(
      some.map(({ name }) => name),
      MOST_NAMED
    );
  const titles = (rows: ReportData['integrations']): Text => someOf(rows.map(titleWithOrg(data)), MOST_NAMED);
  const of = (place: string, title: string, what: Text): Text => [linkTo(place, title), ': ', ...piecesOf(what)];
  const homeless = orgs.filter(({ infrastructure }) => infrastructure === 'unknown');
  const uncounted = orgs.filter(({ certificates }) => certificates.inUse === null);
  const undecided = integrations.filter(({ decision }) => decision.verdict === 'person');
  const unregistered = integrations.filter(({ register }) => register === null);
  const paths = integrations.filter(lackDisposition);
  const ownerless = certificatesWithoutOwner(data);
  const open = answers.filter(({ control, verdict }) => verdict === 'person' && /^(?:ISA|ZT)-CHECK-/.test(control));
  return [
    ...(homeless.length === 0 ? [] : [of('scope', 'Where the org runs', names(homeless))]),
    ...(uncounted.length === 0
      ? []
      : [of('certificates-headroom', 'How many certificates Setup shows', names(uncounted))]),
    ...(unregistered.length === 0
      ? []
      : [
          of('scope-register', 'What the register does not say', [
            `${plural(unregistered.length, 'integration')} without owner, data class and review: `,
            ...piecesOf(titles(unregistered)),
          ]),
        ]),
    ...(undecided.length === 0
      ? []
      : [
          of('integrations-decisions', 'Decisions', [
            `${plural(undecided.length, 'integration')}: `,
            ...piecesOf(titles(undecided)),
          ]),
        ]),
    ...(paths.length === 0 ? [] : [of('private-connect', 'Private Connect', titles(paths))]),
    ...(ownerless.length === 0
      ? []
      : [
          of(
            'certificates-inventory',
            'Who renews',
            `${plural(ownerless.length, 'certificate')} with nobody written down`
          ),
        ]),
    ...(open.length === 0
      ? []
      : [of('checklists', 'Checklists', `${plural(open.length, 'item')} that metadata cannot answer`)]),
    ...(notEvaluated.length === 0
      ? []
      : [
          of(
            'limits-not-evaluated',
            'Not evaluated',
            `${plural(notEvaluated.length, 'place')} that no rule could judge`
          ),
        ]),
  ];
}
