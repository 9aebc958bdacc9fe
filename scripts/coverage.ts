import type { Control, Framework } from '../src/controls/control.js';
import { PLACES, TITLES } from '../src/report/places.js';
import { table } from '../src/rules/page.js';
import type { Rule } from '../src/rules/rule.js';

/** The order in which a rule lists its controls. CWE is not among the frameworks: its list is too long to answer in whole. */
const PREFIXES = ['CWE', 'SBS', 'OWASP', 'ISA', 'ZT'];
/** What a rule looks at when it reports on the scan itself, and answers to nobody. */
const OWN_BUSINESS: readonly string[] = ['File', 'Suppression'];

const prefixOf = (id: string): string => id.slice(0, id.indexOf('-'));
const answers = (rules: readonly Rule[], { id }: Control): readonly Rule[] =>
  rules.filter(({ controls }) => controls.includes(id));

/** By prefix, then as people count: `ZT-CHECK-2` before `ZT-CHECK-10`. */
export const inOrder = (ids: readonly string[]): readonly string[] =>
  [...ids].sort(
    (one, other) =>
      PREFIXES.indexOf(prefixOf(one)) - PREFIXES.indexOf(prefixOf(other)) ||
      one.localeCompare(other, 'en', { numeric: true })
  );

/** What is wrong with the controls of the rules, a sentence each: nothing is left unanswered, and no id is made up. */
export function coverageProblems(frameworks: readonly Framework[], rules: readonly Rule[]): readonly string[] {
  const controls = frameworks.flatMap((framework) => framework.controls);
  const known = new Set(controls.map(({ id }) => id));
  const misplaced = frameworks.flatMap((framework) =>
    framework.controls
      .filter(({ id }) => prefixOf(id) !== framework.prefix)
      .map(({ id }) => `the control ${id} is among those of ${framework.prefix}`)
  );
  const repeated = controls
    .filter(({ id }, index) => controls.findIndex((other) => other.id === id) !== index)
    .map(({ id }) => `the control ${id} is there twice`);
  const unanswered = controls
    .filter((control) => control.person === undefined && answers(rules, control).length === 0)
    .map(({ id }) => `the control ${id} has no rule, and no reason why it needs a person`);
  return [...misplaced, ...repeated, ...unanswered, ...rules.flatMap((rule) => problemsOf(rule, known))];
}

function problemsOf({ id: rule, controls, looksAt }: Rule, known: ReadonlySet<string>): readonly string[] {
  const file = `src/rules/${rule}.ts`;
  const unknown = controls.filter((id) => !known.has(id) && !/^CWE-[1-9]\d*$/.test(id));
  const sorted = inOrder([...new Set(controls)]);
  const isOwnBusiness = looksAt.every((what) => OWN_BUSINESS.includes(what));
  const isAnchored = controls.length > 0 && controls.some((id) => prefixOf(id) !== 'OWASP');
  return [
    ...unknown.map((id) => `${file} names the control ${id}, which src/controls does not have`),
    ...(sorted.join() === controls.join() ? [] : [`${file} has its controls out of order; write ${sorted.join(', ')}`]),
    ...(isAnchored || isOwnBusiness ? [] : [`${file} answers to nothing; name an ISA, ZT or SBS control, or a CWE`]),
  ];
}

/** `docs/coverage.md`: what each document asks for, which rules answer it, and what is left to people. */
export const coveragePage = (frameworks: readonly Framework[], rules: readonly Rule[]): string =>
  [
    '# What the rules answer to',
    `sf-isa answers to two documents, *Integration Security Architecture* and *Zero-Trust Patterns for Multi-Org Salesforce
Enterprises* by Tyler Colby, and to what the Security Benchmark for Salesforce and two lists of OWASP ask of integrations.
Each row is one thing they ask for, with the rules whose findings speak of it and the keys of
[\`sf-isa.yml\`](configuration.md) where your team writes its own answer down. "Needs a person" says why metadata cannot
answer it, or not all of it: where no rule is named, a clean scan says nothing. What needs a person can be answered by an
[attestation](configuration.md#attestations), whichever keys a row names. \`sf isa scan --rule isa:gotcha-2\` runs the
rules of one row, and a note says where the platform is otherwise than the document has it. \`sf isa report\` has the answer to
each row: of the two documents in the section that the last column names, of the benchmarks under "${TITLES['evidence-map']}".`,
    summary(frameworks, rules),
    ...frameworks.flatMap((framework) => [
      `## ${framework.title}`,
      framework.about,
      ...groupsOf(framework).flatMap((group) => [
        `### ${group}`,
        table(
          ['Id', 'Asks for', 'Answered by', 'Needs a person', ...(hasPlaces(framework) ? ['In the report'] : [])],
          framework.controls
            .filter((control) => control.group === group)
            .map((control) => [...row(control, rules), ...(hasPlaces(framework) ? [sectionOf(control)] : [])])
        ),
      ]),
    ]),
  ]
    .join('\n\n')
    .concat('\n');

/** The fragment of the page at which a control stands. */
export const coverageAnchor = (id: string): string => id.toLowerCase().replace(':', '-');

function summary(frameworks: readonly Framework[], rules: readonly Rule[]): string {
  const count = (controls: readonly Control[], hasRules: boolean, isOpen: (control: Control) => boolean): string =>
    String(controls.filter((one) => answers(rules, one).length > 0 === hasRules && isOpen(one)).length);
  return table(
    ['', 'Asked for', 'Rules', 'Rules and a person', '`sf-isa.yml` and a person', 'A person alone'],
    frameworks.map(({ title, controls }) => [
      title,
      String(controls.length),
      count(controls, true, ({ person }) => person === undefined),
      count(controls, true, ({ person }) => person !== undefined),
      count(controls, false, ({ config }) => config !== undefined),
      count(controls, false, ({ config }) => config === undefined),
    ])
  );
}

const groupsOf = ({ controls }: Framework): readonly string[] => [...new Set(controls.map(({ group }) => group))];

/** Whether the report is laid out by what a document asks for. */
const hasPlaces = ({ controls }: Framework): boolean =>
  controls.some(({ id }) => PLACES.some(({ asked }) => asked === id));

/** The section of the report that answers a control. */
const sectionOf = ({ id }: Control): string =>
  TITLES[PLACES.find(({ asked }) => asked === id)?.place ?? 'evidence-map'];

function row(control: Control, rules: readonly Rule[]): readonly string[] {
  const { id, title, note, config = [], person = '' } = control;
  const links = answers(rules, control).map((rule) => `[\`${rule.id}\`](rules/${rule.id}.md)`);
  const keys = config.map((key) => `\`${key}\``);
  return [
    `<a id="${coverageAnchor(id)}"></a>${id}`,
    note === undefined ? title : `${title}.<br>Note: ${note}`,
    [
      ...(links.length > 0 ? [links.join(', ')] : []),
      ...(keys.length > 0 ? [`in \`sf-isa.yml\`: ${keys.join(', ')}`] : []),
    ].join('<br>'),
    person,
  ];
}
