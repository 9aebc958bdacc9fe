import { defaultOptions, type Rule, type RuleFix, type RuleOption } from './rule.js';

/** One file of a fixture, as a page shows it. */
export interface ExampleFile {
  readonly path: string;
  readonly text: string;
}

/** What a rule reports, and the like of it that is sound. */
export interface RuleExamples {
  readonly failing: readonly ExampleFile[];
  readonly passing: readonly ExampleFile[];
}

/**
 * The page of a rule, in Markdown: `docs/rules/<id>.md` and what `explain` prints. `linkTo` gives the address of what a
 * control asks for.
 */
export function rulePage(
  rule: Rule,
  examples: RuleExamples,
  linkTo: (control: string) => string | undefined = () => undefined
): string {
  const options = Object.entries((rule.options ?? {}) as Record<string, RuleOption<unknown>>);
  return [
    `# ${rule.id}`,
    `${rule.title}.`,
    table(
      ['Severity', 'Confidence', 'Persona', 'Looks at', 'Since'],
      [[rule.severity, rule.confidence, rule.persona, rule.looksAt.join(', '), rule.since]]
    ),
    ...(rule.cases === undefined ? [] : [rule.cases]),
    '## Why',
    rule.why,
    '## Reported',
    ...examples.failing.map(example),
    '## What to do',
    rule.remedy,
    ...(rule.setup === undefined ? [] : [`In Setup: **${rule.setup}**`]),
    ...(rule.fixable === undefined ? [] : [fixLine(rule.id, rule.fixable)]),
    '## Not reported',
    ...examples.passing.map(example),
    '## When it is wrong',
    rule.whenWrong,
    '## Configuration',
    configuration(rule, options),
    ...(options.length === 0
      ? []
      : [
          table(
            ['Option', 'Default', 'Meaning'],
            options.map(([name, option]) => [`\`${name}\``, `\`${JSON.stringify(option.default)}\``, option.description])
          ),
        ]),
    ...(rule.controls.length === 0
      ? []
      : ['## Controls', rule.controls.map((id) => linked(id, linkTo(id))).join(', ')]),
    ...(rule.links.length === 0 ? [] : ['## Sources', rule.links.map((link) => `- ${link}`).join('\n')]),
  ]
    .map((part) => part.trim())
    .join('\n\n')
    .concat('\n');
}

/** How `sf isa fix` is asked for it, and what it does. */
const fixLine = (id: string, { safe, title }: RuleFix): string =>
  `Fix: \`sf isa fix ${safe ? '' : '--unsafe '}--rule ${id}\`: ${title}.`;

/** All rules in one Markdown table; `linkTo` gives the address of a rule's page. */
export const ruleTable = (rules: readonly Rule[], linkTo: (rule: Rule) => string | undefined): string =>
  table(
    ['Rule', 'Severity', 'Confidence', 'Persona', 'Reports'],
    rules.map((rule) => [
      linked(`\`${rule.id}\``, linkTo(rule)),
      rule.severity,
      rule.confidence,
      rule.persona,
      rule.title,
    ])
  );

function configuration(rule: Rule, options: ReadonlyArray<readonly [string, unknown]>): string {
  if (options.length === 0) return `\`\`\`yaml\n# sf-isa.yml\nversion: 1\nrules:\n  ${rule.id}: off # or another severity\n\`\`\``;
  const lines = Object.entries(defaultOptions(rule)).map(([name, value]) => `      ${name}: ${JSON.stringify(value)}`);
  return [
    '```yaml',
    '# sf-isa.yml',
    'version: 1',
    'rules:',
    `  ${rule.id}:`,
    `    severity: ${rule.severity}`,
    '    options:',
    ...lines,
    '```',
  ].join('\n');
}

const example = ({ path, text }: ExampleFile): string =>
  `\`${path}\`\n\n\`\`\`${path.endsWith('.yml') ? 'yaml' : path.endsWith('.json') ? 'json' : 'xml'}\n${text.trim()}\n\`\`\``;

const linked = (text: string, link: string | undefined): string => (link === undefined ? text : `[${text}](${link})`);

/** A Markdown table; cells may hold Markdown. */
export const table = (head: readonly string[], rows: ReadonlyArray<readonly string[]>): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(cell).join(' | ')} |`).join('\n');

const cell = (text: string): string => text.replace(/\s*\n\s*/g, ' ').replaceAll('|', '\\|');
