/** `npm run new-rule -- <id>`: writes a rule and its fixtures from a template; the first test run is red on purpose. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const [id] = process.argv.slice(2);

if (id === undefined || !/^[a-z][a-z0-9]*(?:-[a-z0-9]+)+$/.test(id)) {
  process.stderr.write('Give the rule an id in kebab-case, its subject first: npm run new-rule -- certificate-expired\n');
  process.exitCode = 2;
} else if (existsSync(join(root, `src/rules/${id}.ts`))) {
  process.stderr.write(`The rule ${id} is there already: src/rules/${id}.ts\n`);
  process.exitCode = 2;
} else {
  write(`src/rules/${id}.ts`, ruleTemplate(id));
  const path = (kind: string, name: string): string =>
    `fixtures/rules/${id}/${kind}/${name}/force-app/main/default/namedCredentials/Bank.namedCredential-meta.xml`;
  for (const name of ['example', 'second', 'third']) write(path('fail', name), fixtureTemplate(` <!-- expect: ${id} -->`));
  for (const name of ['example', 'second', 'third', 'fourth']) write(path('pass', name), fixtureTemplate(''));
  process.stdout.write(`Now write the check and the fixtures, then: npm run generate && npm test\n`);
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
  process.stdout.write(`wrote ${path}\n`);
}

function ruleTemplate(ruleId: string): string {
  return `import { defineRule } from './rule.js';

export default defineRule({
  id: '${ruleId}',
  title: 'What is wrong when this rule reports',
  severity: 'medium',
  confidence: 'high',
  persona: 'regular',
  looksAt: ['NamedCredential'],
  tags: ['endpoints'],
  why: \`Why it matters, and the facts.\`,
  remedy: \`What to do, with the XML.\`,
  setup: 'Security > Named Credentials',
  whenWrong: \`When a finding is wrong.\`,
  links: [],
  controls: [],
  since: '0.1.0',

  *check(project) {
    for (const credential of project.all('NamedCredential')) {
      if (credential.label === undefined) continue;
      yield {
        component: credential,
        where: credential.label,
        message: \`Named Credential \${credential.fullName} is …\`,
      };
    }
  },
});
`;
}

function fixtureTemplate(marker: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<NamedCredential xmlns="http://soap.sforce.com/2006/04/metadata">
    <label>Bank</label>${marker}
</NamedCredential>
`;
}
