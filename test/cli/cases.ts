import { BROKEN, BROKEN_FILE, brokenWithSeverity, DEFINITION, inFolder, SOUND, type Tree } from './project.js';

/** One line of the contract that both doors keep. */
export interface Case {
  readonly name: string;
  readonly files: Tree;
  /** The folder to run in; without it, the one that the files are in. */
  readonly cwd?: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly exitCode: number;
  readonly stdout?: RegExp;
  readonly stderr?: RegExp;
  /** The sentence on standard error is oclif's in one door and ours in the other, or a JSON document holds a stack. */
  readonly isErrorDocument?: true;
  /** Files that must stand there afterwards, with what they hold. */
  readonly written?: Readonly<Record<string, RegExp>>;
}

const UNREADABLE = ['--rule', 'metadata-unreadable'];
const NOW = ['--now', '2026-11-22'];
const EMPTY: Tree = { 'force-app/classes/A.cls': 'class A {}', 'sfdx-project.json': DEFINITION };

/** Takes the only finding of `BROKEN` off the list. */
const ACCEPTED = `version: 1
suppressions:
  - rule: metadata-unreadable
    component: NamedCredential:*
    reason: The file is a template of another tool
`;

/** A project with a finding that the persona regular does not see. */
const ROTATION_OFF: Tree = {
  'sfdx-project.json': DEFINITION,
  'force-app/main/default/connectedApps/Portal.connectedApp-meta.xml': `<?xml version="1.0" encoding="UTF-8"?>
<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata">
    <label>Portal</label>
    <oauthConfig>
        <callbackUrl>https://portal.bank.example/oauth/callback</callbackUrl>
        <isRefreshTokenRotationEnabled>false</isRefreshTokenRotationEnabled>
        <scopes>RefreshToken</scopes>
    </oauthConfig>
</ConnectedApp>
`,
};

const scan = (...args: readonly string[]): readonly string[] => ['scan', ...NOW, ...UNREADABLE, ...args];

export const CASES: readonly Case[] = [
  // What is found decides the exit code.
  { name: 'no finding', files: SOUND, args: scan(), exitCode: 0, stdout: /^No findings\./ },
  { name: 'a high finding', files: BROKEN, args: scan(), exitCode: 14, stdout: /^high\[metadata-unreadable\]/ },
  ...(
    [
      ['info', 11],
      ['low', 12],
      ['medium', 13],
      ['high', 14],
      ['critical', 15],
    ] as const
  ).flatMap(([severity, exitCode]): readonly Case[] => [
    {
      name: `a finding that is ${severity} by config, with --fail-on info`,
      files: brokenWithSeverity(severity),
      args: scan('--fail-on', 'info', '--format', 'concise'),
      exitCode,
      stdout: new RegExp(`^\\S+:2:\\d+: ${severity}\\[metadata-unreadable\\] .+\\n$`),
    },
  ]),
  {
    name: 'a finding below --fail-on',
    files: BROKEN,
    args: scan('--fail-on=critical', '--quiet'),
    exitCode: 0,
    stdout: /^high\[/,
  },
  { name: '--fail-on never', files: BROKEN, args: scan('--fail-on', 'never'), exitCode: 0 },
  { name: '--no-exit-codes', files: BROKEN, args: scan('--no-exit-codes'), exitCode: 0 },
  {
    name: 'failOn of the config',
    files: { ...BROKEN, 'sf-isa.yml': 'version: 1\nfailOn: critical\n' },
    args: scan('-f', 'concise'),
    exitCode: 0,
    stdout: /high\[/,
  },
  {
    name: '--fail-on over failOn of the config',
    files: { ...BROKEN, 'sf-isa.yml': 'version: 1\nfailOn: critical\n' },
    args: scan('--fail-on', 'high', '-f=concise'),
    exitCode: 14,
  },
  {
    name: '--min-severity hides what --fail-on would count, and says so',
    files: BROKEN,
    args: scan('--min-severity', 'critical'),
    exitCode: 0,
    stderr: /^Warning: --min-severity critical hides what --fail-on high would count/,
  },

  // What the team has accepted.
  {
    name: 'a suppressed finding',
    files: { ...BROKEN, 'sf-isa.suppressions.yml': ACCEPTED },
    args: scan('--show-suppressed'),
    exitCode: 0,
    stdout:
      /Suppressed: 1 finding\n {2}\S+:2:\d+: high\[metadata-unreadable\].+\n {4}accepted risk: The file is a template of another tool\n/,
  },
  {
    name: '--no-ignores shows a suppressed finding',
    files: { ...BROKEN, 'sf-isa.suppressions.yml': ACCEPTED },
    args: scan('--no-ignores', '-f', 'concise'),
    exitCode: 14,
  },
  {
    name: 'an expired suppression',
    files: { ...BROKEN, 'sf-isa.suppressions.yml': `${ACCEPTED}    expires: 2026-11-21\n` },
    args: scan('-f', 'concise', '--rule', 'suppression-expired'),
    exitCode: 14,
    stdout: /high\[metadata-unreadable\][^]*high\[suppression-expired\] .+: The file is a template of another tool\n$/,
  },
  {
    name: '--strict with an unused suppression',
    files: { ...SOUND, 'sf-isa.suppressions.yml': ACCEPTED },
    args: scan('-f', 'concise', '--rule', 'suppression-unused', '--strict'),
    exitCode: 5,
    stdout: /^sf-isa\.suppressions\.yml:3:11: low\[suppression-unused\] /,
    stderr:
      /^Warning: Some suppressions are unused or expired, or the baseline has entries that are fixed, so --strict fails this scan\./,
  },
  {
    name: 'a suppression file above the project, in the repository',
    files: { '.git': 'gitdir: elsewhere\n', ...inFolder('app', BROKEN), 'sf-isa.suppressions.yml': ACCEPTED },
    cwd: 'app/force-app',
    args: scan('-f', 'concise'),
    exitCode: 0,
    stdout: /^$/,
  },
  {
    name: 'a suppression file of a project further down only',
    files: inFolder('app', { ...BROKEN, 'sf-isa.suppressions.yml': ACCEPTED }),
    args: scan('-f', 'concise'),
    exitCode: 0,
    stdout: /^$/,
  },
  {
    name: 'a suppression without a reason',
    files: { ...BROKEN, 'sf-isa.suppressions.yml': ACCEPTED.replace(/ {4}reason.*\n/, '') },
    args: scan(),
    exitCode: 4,
    stdout: /^$/,
    stderr: /sf-isa\.suppressions\.yml:3:5: .*reason is missing/i,
  },

  // Config.
  {
    name: 'a rule that the config turns off',
    files: brokenWithSeverity('off'),
    args: scan('-f', 'concise'),
    exitCode: 0,
    stdout: /^$/,
  },
  { name: '--no-ignores', files: brokenWithSeverity('off'), args: scan('--no-ignores', '-f', 'concise'), exitCode: 14 },
  { name: '--no-config', files: brokenWithSeverity('low'), args: scan('--no-config', '-f', 'concise'), exitCode: 14 },
  {
    name: '--config-file',
    files: { ...BROKEN, 'other/team.yml': 'version: 1\nrules:\n  metadata-unreadable: low\n' },
    args: scan('-c', 'other/team.yml', '--fail-on', 'low', '-f', 'concise'),
    exitCode: 12,
  },
  {
    name: 'SF_ISA_CONFIG',
    files: { ...BROKEN, 'other/team.yml': 'version: 1\nrules:\n  metadata-unreadable: low\n' },
    args: scan('--fail-on', 'low', '-f', 'concise'),
    env: { SF_ISA_CONFIG: 'other/team.yml' },
    exitCode: 12,
  },
  {
    name: 'a config above the project, in the repository (.git is a file in a worktree)',
    files: {
      '.git': 'gitdir: elsewhere\n',
      ...inFolder('app', BROKEN),
      'sf-isa.yml': 'version: 1\nrules:\n  metadata-unreadable: medium\n',
    },
    cwd: 'app/force-app',
    args: scan('--fail-on', 'medium', '-f', 'concise'),
    exitCode: 13,
  },
  {
    name: 'a config above the project, where there is no repository, does not count',
    files: { ...inFolder('app', BROKEN), 'sf-isa.yml': 'nonsense' },
    cwd: 'app',
    args: scan('-f', 'concise'),
    exitCode: 14,
  },
  {
    name: 'a config of a project further down only',
    files: inFolder('app', brokenWithSeverity('low')),
    args: scan('--fail-on', 'low', '-f', 'concise'),
    exitCode: 12,
  },
  {
    name: 'a preset that raises a rule for the persona pedantic',
    files: { ...ROTATION_OFF, 'sf-isa.yml': 'version: 1\nextends: isv\n' },
    args: ['scan', ...NOW, '-r', 'app-refresh-rotation-off', '-f', 'concise'],
    exitCode: 14,
    stdout: /: high\[app-refresh-rotation-off\]/,
  },
  {
    name: 'a preset with a severity of the config over it, and its failOn',
    files: {
      ...ROTATION_OFF,
      'sf-isa.yml': 'version: 1\nextends: [isv, strict]\nrules:\n  app-refresh-rotation-off: low\n',
    },
    args: ['scan', ...NOW, '-r', 'app-refresh-rotation-off', '-f', 'concise'],
    exitCode: 0,
    stdout: /: low\[app-refresh-rotation-off\]/,
  },
  {
    name: 'a config that extends one above the project, in the repository',
    files: {
      '.git/HEAD': 'ref: refs/heads/main\n',
      ...inFolder('apps/billing', BROKEN),
      'apps/billing/sf-isa.yml': 'version: 1\nextends: ../../sf-isa.yml\nfailOn: low\n',
      'sf-isa.yml': 'version: 1\nrules:\n  metadata-unreadable: low\n',
    },
    cwd: 'apps/billing',
    args: scan('-f', 'concise'),
    exitCode: 12,
  },
  {
    name: 'a config that extends one above the scanned folder, where there is no repository',
    files: {
      ...inFolder('app', BROKEN),
      'app/sf-isa.yml': 'version: 1\nextends: ../sf-isa.yml\n',
      'sf-isa.yml': 'version: 1\n',
    },
    cwd: 'app',
    args: scan(),
    exitCode: 4,
    stdout: /^$/,
    stderr: /sf-isa\.yml:2:10: the file "\.\.\/sf-isa\.yml" in extends lies outside the repository/,
  },
  {
    name: '--config-file that extends a file beside it, both outside the scanned project',
    files: {
      ...inFolder('app', BROKEN),
      'policy/team.yml': 'version: 1\nextends: ./base.yml\n',
      'policy/base.yml': 'version: 1\nfailOn: low\nrules:\n  metadata-unreadable: low\n',
    },
    cwd: 'app',
    args: scan('-c', '../policy/team.yml', '-f', 'concise'),
    exitCode: 12,
  },
  {
    name: '--config-file that extends a file of another folder of the scanned project',
    files: {
      ...BROKEN,
      'config/team.yml': 'version: 1\nextends: ../policy/base.yml\n',
      'policy/base.yml': 'version: 1\nfailOn: low\nrules:\n  metadata-unreadable: low\n',
    },
    args: scan('-c', 'config/team.yml', '-f', 'concise'),
    exitCode: 12,
  },
  {
    name: '--config-file that extends a file outside its folder, where there is no repository',
    files: {
      ...inFolder('app', BROKEN),
      'policy/team.yml': 'version: 1\nextends: ../base.yml\n',
      'base.yml': 'version: 1\n',
    },
    cwd: 'app',
    args: scan('-c', '../policy/team.yml'),
    exitCode: 4,
    stdout: /^$/,
    stderr: /\.\.\/policy\/team\.yml:2:10: the file "\.\.\/base\.yml" in extends lies outside the repository/,
  },
  {
    name: 'an error in what --config-file extends',
    files: {
      ...inFolder('app', BROKEN),
      'policy/team.yml': 'version: 1\nextends: ./base.yml\n',
      'policy/base.yml': 'version: 1\nrulez: {}\n',
    },
    cwd: 'app',
    args: scan('-c', '../policy/team.yml'),
    exitCode: 4,
    stdout: /^$/,
    stderr: /\.\.\/policy\/base\.yml:2:1: unknown key "rulez"/,
  },
  {
    name: 'a preset that does not exist',
    files: { ...SOUND, 'sf-isa.yml': 'version: 1\nextends: strickt\n' },
    args: scan(),
    exitCode: 4,
    stdout: /^$/,
    stderr: /sf-isa\.yml:2:10: "strickt" in extends is no preset.*; did you mean "strict"\?/,
  },
  {
    name: 'an unknown key in the config',
    files: { ...SOUND, 'sf-isa.yml': 'version: 1\nrulez: {}\n' },
    args: scan(),
    exitCode: 4,
    stdout: /^$/,
    stderr: /sf-isa\.yml:2:1: .*rulez.*did you mean "rules"/i,
  },
  {
    name: 'a config file that is not there',
    files: SOUND,
    args: scan('-c', 'team.yml'),
    exitCode: 4,
    stdout: /^$/,
    stderr: /The config file team\.yml does not exist\./,
  },
  { name: '--config-file with --no-config', files: SOUND, args: scan('-c', 'a.yml', '--no-config'), exitCode: 2 },

  // Nothing to analyse.
  {
    name: 'a project without anything to look at',
    files: EMPTY,
    args: scan(),
    exitCode: 3,
    stdout: /^$/,
    stderr: /There is nothing to analyse in the working folder: no Named Credential/,
  },
  { name: '--allow-empty', files: EMPTY, args: scan('--allow-empty'), exitCode: 0 },
  { name: 'an empty folder', files: { 'a/b.txt': '' }, cwd: 'a', args: scan(), exitCode: 3 },
  {
    name: 'a folder of a project that holds nothing',
    files: { ...BROKEN, ...EMPTY },
    args: scan('force-app/classes'),
    exitCode: 3,
  },

  // Strict.
  {
    name: '--strict with an unreadable file',
    files: BROKEN,
    args: scan('--strict', '-f', 'concise'),
    exitCode: 5,
    stdout: /high\[/,
  },
  {
    name: '--strict wins over --no-exit-codes',
    files: BROKEN,
    args: scan('--strict', '--no-exit-codes', '-f', 'concise'),
    exitCode: 5,
  },
  { name: '--strict without one', files: SOUND, args: scan('--strict'), exitCode: 0 },

  // Paths.
  {
    name: 'a path that does not exist',
    files: SOUND,
    args: scan('force-app', 'nowhere'),
    exitCode: 2,
    stdout: /^$/,
    stderr: /The path nowhere does not exist\./,
  },
  { name: 'a single metadata file', files: BROKEN, args: scan(BROKEN_FILE, '-f', 'concise'), exitCode: 14 },
  {
    name: 'a sound file of a project that has a bad one',
    files: BROKEN,
    args: scan(BROKEN_FILE.replace('Broken', 'Bank'), '-f', 'concise'),
    exitCode: 0,
    stdout: /^$/,
  },
  {
    name: '--source-dir, where commas are ordinary',
    files: inFolder('a,b', BROKEN),
    args: scan('-d', 'a,b/force-app', '-f', 'concise'),
    exitCode: 14,
  },
  {
    name: 'two projects at once, and not what lies between them',
    files: { ...inFolder('one', BROKEN), ...inFolder('two', BROKEN), ...inFolder('three', BROKEN) },
    args: scan('one', 'two', '-f', 'concise'),
    exitCode: 14,
    stdout: /^one\/[^\n]+\ntwo\/[^\n]+\n$/,
  },
  {
    name: 'a folder below the project',
    files: BROKEN,
    cwd: 'force-app/main',
    args: scan('-f', 'concise'),
    exitCode: 14,
    stdout: /^\.\.\/\.\.\/force-app/,
  },
  {
    name: 'metadata without a project file',
    files: { 'src/namedCredentials/Broken.namedCredential': '<NamedCredential>' },
    args: scan('-f', 'concise'),
    exitCode: 14,
  },
  {
    name: 'a path after --',
    files: inFolder('--json', BROKEN),
    args: scan('-f', 'concise', '--', '--json/force-app'),
    exitCode: 14,
  },

  // Usage.
  {
    name: 'an unknown flag',
    files: SOUND,
    args: scan('--formt', 'json'),
    exitCode: 2,
    stdout: /^$/,
    stderr: /scan has no flag --formt\. Did you mean --format\?/,
  },
  {
    name: 'an unknown short flag',
    files: SOUND,
    args: scan('-z'),
    exitCode: 2,
    stdout: /^$/,
    stderr: /scan has no flag -z\./,
  },
  {
    name: 'a bad value',
    files: SOUND,
    args: scan('--fail-on', 'hihg'),
    exitCode: 2,
    stdout: /^$/,
    stderr: /--fail-on takes info, low, medium, high, critical or never, not hihg\. Did you mean high\?/,
  },
  {
    name: 'a missing value',
    files: SOUND,
    args: scan('--format'),
    exitCode: 2,
    stdout: /^$/,
    stderr: /--format needs a value: human, concise, json, sarif, .+, markdown or csv\./,
  },
  { name: 'a flag in place of a value', files: SOUND, args: scan('--format', '--quiet'), exitCode: 2, stdout: /^$/ },
  {
    name: 'a value for a flag that takes none',
    files: SOUND,
    args: scan('--quiet=yes'),
    exitCode: 2,
    stderr: /--quiet takes no value\./,
  },
  { name: 'a number that is none', files: SOUND, args: scan('--max-findings', '-1'), exitCode: 2 },
  {
    name: 'a day that no month has',
    files: SOUND,
    args: ['scan', '--now', '2026-02-30'],
    exitCode: 2,
    stderr: /--now takes a date such as 2026-11-22 or an instant/,
  },
  {
    name: 'SF_ISA_NOW that is no date',
    files: SOUND,
    args: ['scan'],
    env: { SF_ISA_NOW: 'tomorrow' },
    exitCode: 2,
    stderr: /SF_ISA_NOW takes a date/,
  },
  {
    name: 'an unknown rule',
    files: SOUND,
    args: ['scan', '--rule', 'metadata-unreadible'],
    exitCode: 2,
    stderr: /--rule metadata-unreadible matches no rule\. Did you mean metadata-unreadable\?/,
  },
  {
    name: 'an unknown tag',
    files: SOUND,
    args: ['scan', '--ignore-rule', 'tag:mlts'],
    exitCode: 2,
    stderr: /Did you mean mtls\?/,
  },
  {
    name: 'no rule left',
    files: SOUND,
    args: scan('--ignore-rule', '*'),
    exitCode: 2,
    stderr: /--ignore-rule leaves no rule to run\./,
  },
  {
    name: 'the last of two values counts',
    files: BROKEN,
    args: scan('-f', 'json', '-f', 'concise'),
    exitCode: 14,
    stdout: /^\S+:2:/,
  },

  // Formats and files.
  {
    name: '--format json',
    files: BROKEN,
    args: scan('--format', 'json'),
    exitCode: 14,
    stdout: /^\{\n {2}"schemaVersion": "1\.1"/,
  },
  {
    name: '--json',
    files: BROKEN,
    args: scan('--json'),
    exitCode: 14,
    stdout: /^\{\n {2}"status": 14,\n {2}"result": \{\n {4}"schemaVersion"/,
  },
  {
    name: '--json with a failure',
    files: SOUND,
    args: scan('nowhere', '--json'),
    exitCode: 2,
    isErrorDocument: true,
    stdout: /"message": "The path nowhere does not exist\."/,
  },
  {
    name: '--json with a config error',
    files: { ...SOUND, 'sf-isa.yml': '- a\n' },
    args: scan('--json'),
    exitCode: 4,
    isErrorDocument: true,
    stdout: /"name": "ConfigError"/,
  },
  {
    name: 'colours that are asked for',
    files: BROKEN,
    args: scan('--color', 'always'),
    exitCode: 14,
    stdout: /\x1b\[1;31mhigh/,
  },
  {
    name: 'FORCE_COLOR',
    files: BROKEN,
    args: scan(),
    env: { FORCE_COLOR: '1' },
    exitCode: 14,
    stdout: /\x1b\[1;31mhigh/,
  },
  {
    name: 'links that are asked for',
    files: BROKEN,
    args: scan('--links', 'always'),
    exitCode: 14,
    stdout: /\x1b\]8;;file:/,
  },
  { name: '--verbose', files: BROKEN, args: scan('--verbose'), exitCode: 14 },
  {
    name: 'output files',
    files: { ...BROKEN, 'findings.json': 'old' },
    args: scan(
      '--output-file',
      'findings.json',
      '--output-file',
      'concise=out.log',
      '--output-file',
      'a.txt',
      '--quiet'
    ),
    exitCode: 14,
    stdout: /^high\[/,
    written: { 'findings.json': /"exitCode": 14/, 'out.log': /^\S+:2:/, 'a.txt': /^high\[/ },
  },
  ...(
    [
      ['sarif', /^\{\n {2}"\$schema": [^]*"ruleId": "metadata-unreadable"/],
      ['github', /^::error file=force-app\/[^]*\nsf-isa: 1 finding \(1 high\)\n$/],
      ['gitlab', /^\[\n {2}\{\n {4}"description": /],
      ['junit', /^<\?xml [^]*<testsuite name="metadata-unreadable" .+ failures="1"/],
      ['checkstyle', /^<\?xml [^]*<error line="2" column="\d+" severity="error"/],
      ['markdown', /^## Integration security: 1 finding \(1 high\)\n/],
      ['csv', /^"severity",.+\r\n"high",/],
    ] as const
  ).map(([format, stdout]): Case => ({
    name: `--format ${format}`,
    files: BROKEN,
    args: scan('--format', format),
    exitCode: 14,
    stdout,
  })),
  {
    name: 'paths for CI, which begin at the repository',
    files: { '.git': 'gitdir: elsewhere\n', ...inFolder('apps/bank', BROKEN) },
    cwd: 'apps/bank/force-app',
    args: scan('--format', 'gitlab'),
    exitCode: 14,
    stdout: /"path": "apps\/bank\/force-app\//,
  },
  {
    name: 'links in a job summary, where the server says what it checked out',
    files: BROKEN,
    args: scan('--format', 'markdown'),
    env: { GITHUB_SERVER_URL: 'https://github.example', GITHUB_REPOSITORY: 'acme/app', GITHUB_SHA: '0123abcd' },
    exitCode: 14,
    stdout: /\(<https:\/\/github\.example\/acme\/app\/blob\/0123abcd\/force-app\//,
  },
  {
    name: 'output files for CI, by their endings and by name',
    files: BROKEN,
    args: scan(
      ...[
        'findings.sarif',
        'FINDINGS.SARIF.JSON',
        'summary.md',
        'findings.csv',
        'junit=findings.xml',
        'gitlab=g.json',
      ].flatMap((file) => ['--output-file', file]),
      '--quiet'
    ),
    exitCode: 14,
    stdout: /^high\[/,
    written: {
      'findings.sarif': /"version": "2\.1\.0"/,
      'FINDINGS.SARIF.JSON': /"version": "2\.1\.0"/,
      'summary.md': /^## /,
      'findings.csv': /^"severity"/,
      'findings.xml': /<testsuites>/,
      'g.json': /"check_name"/,
    },
  },
  {
    name: 'an output file of unknown format',
    files: SOUND,
    args: scan('--output-file', 'a.xml'),
    exitCode: 2,
    stderr:
      /a\.xml does not tell the format: end it in \.sarif\.json, .+ or \.txt, or write FORMAT=a\.xml with human, /,
  },
  {
    name: 'an output file in a folder that is not there yet',
    files: SOUND,
    args: scan('--output-file', 'no/such/a.json'),
    exitCode: 0,
    written: { 'no/such/a.json': /"schemaVersion"/ },
  },
  ...(process.platform === 'linux'
    ? [
        {
          name: 'an output file that cannot be written',
          files: SOUND,
          args: scan('--output-file', 'json=/dev/full'),
          exitCode: 1,
          stdout: /^$/,
          stderr: /The file \/dev\/full cannot be written \(ENOSPC\)\./,
        },
      ]
    : []),

  // The other commands.
  {
    name: 'rules',
    files: SOUND,
    args: ['rules'],
    exitCode: 0,
    stdout: /^Rule +Severity +Confidence +Persona +Fix +Reports\n[^]*metadata-unreadable +high/,
  },
  {
    name: 'rules --format json',
    files: SOUND,
    args: ['rules', '--format', 'json', '--rule', 'cwe:611'],
    exitCode: 0,
    stdout: /^\[\n[^]*"id": "metadata-unreadable"/,
  },
  {
    name: 'rules --format markdown',
    files: SOUND,
    args: ['rules', '-f', 'markdown', '--rule', 'metadata-*'],
    exitCode: 0,
    stdout: /^\| Rule \|/,
  },
  {
    name: 'rules --json',
    files: SOUND,
    args: ['rules', '--json', '--rule', 'severity:high', '--rule', 'tag:project'],
    exitCode: 0,
    stdout: /"status": 0/,
  },
  {
    name: 'rules with an argument',
    files: SOUND,
    args: ['rules', 'all'],
    exitCode: 2,
    stderr: /rules takes no argument, but got all\./,
  },
  {
    name: 'explain',
    files: SOUND,
    args: ['explain', 'metadata-unreadable'],
    exitCode: 0,
    stdout: /^# metadata-unreadable\n/,
  },
  {
    name: 'explain --format json',
    files: SOUND,
    args: ['explain', 'metadata-unreadable', '-f', 'json'],
    exitCode: 0,
    stdout: /"id": "metadata-unreadable"/,
  },
  {
    name: 'explain --json',
    files: SOUND,
    args: ['explain', 'metadata-unreadable', '--json'],
    exitCode: 0,
    stdout: /"status": 0/,
  },
  {
    name: 'explain without a rule',
    files: SOUND,
    args: ['explain'],
    exitCode: 2,
    stderr: /explain needs the id of a rule\.[^]*rules/,
  },
  {
    name: 'explain with an unknown rule',
    files: SOUND,
    args: ['explain', 'metadata-unreadible'],
    exitCode: 2,
    stderr: /There is no rule metadata-unreadible\. Did you mean metadata-unreadable\?/,
  },
  { name: 'explain with two rules', files: SOUND, args: ['explain', 'a', 'b'], exitCode: 2 },
  {
    name: 'inventory',
    files: SOUND,
    args: ['inventory', ...NOW],
    exitCode: 0,
    stdout: /^Integration +Endpoint [^]*Named +no URL[^]*\n1 integration in 1 project\.\n/,
  },
  {
    name: 'inventory --format csv',
    files: SOUND,
    args: ['inventory', 'endpoints', '-f', 'csv', ...NOW],
    exitCode: 0,
    stdout: /^"project","scheme","host",/,
  },
  {
    name: 'inventory --json',
    files: SOUND,
    args: ['inventory', 'certificates', '--json', ...NOW],
    exitCode: 0,
    stdout: /"status": 0,\n {2}"result": \{[^]*"certificates": \[\]/,
  },
  {
    name: 'inventory of what it does not know',
    files: SOUND,
    args: ['inventory', 'hosts'],
    exitCode: 2,
    stdout: /^$/,
    stderr: /inventory takes integrations, certificates, endpoints, apps or principals, not hosts\./,
  },
  { name: 'inventory of nothing', files: EMPTY, args: ['inventory'], exitCode: 3 },
  {
    name: 'report',
    files: SOUND,
    args: ['report', ...NOW],
    exitCode: 0,
    stdout: /^<!-- sf-isa report, judged at 2026-11-22T00:00:00\.000Z -->\n\n# [^]*Named/,
  },
  {
    name: 'report with a path',
    files: inFolder('orgs/hq', SOUND),
    args: ['report', 'orgs/hq', ...NOW],
    exitCode: 0,
    stdout: /^<!-- sf-isa report, judged at 2026-11-22T00:00:00\.000Z -->\n\n# [^]*Named/,
  },
  {
    name: 'report with a path that is not there',
    files: SOUND,
    args: ['report', 'orgs/hq'],
    exitCode: 2,
    stdout: /^$/,
    stderr: /The path orgs\/hq does not exist\./,
  },
  {
    name: 'report --json',
    files: SOUND,
    args: ['report', '--json', ...NOW],
    exitCode: 0,
    stdout: /"status": 0,\n {2}"result": \{\n {4}"schemaVersion": "1\.0"/,
  },
  {
    name: 'report --output-file',
    files: SOUND,
    args: ['report', ...NOW, '--output-file', 'report.html', '--output-file', 'topology.mmd'],
    exitCode: 0,
    stdout: /^Wrote report\.html\.\nWrote topology\.mmd\.\n$/,
    written: { 'report.html': /^<!doctype html>/i, 'topology.mmd': /^flowchart / },
  },
  {
    name: 'report --check with a file that is not current',
    files: { ...SOUND, 'report.md': '<!-- sf-isa report, judged at 2026-11-22T00:00:00.000Z -->\n' },
    args: ['report', '--check', 'report.md'],
    exitCode: 1,
    stdout: /^report\.md is not current: its head differs .+ sf isa report --output-file report\.md\n$/,
  },
  {
    name: 'report --check with a file that is no report',
    files: { ...SOUND, 'report.md': '# Report\n' },
    args: ['report', '--check', 'report.md'],
    exitCode: 2,
    stdout: /^$/,
    stderr: /report\.md is no report that sf isa report has written as Markdown\./,
  },
  {
    name: 'report --compare with what is neither file, folder nor commit',
    files: SOUND,
    args: ['report', '--compare', 'v1'],
    exitCode: 2,
    stderr: /There is no file or folder v1/,
  },
  { name: 'report of nothing', files: EMPTY, args: ['report'], exitCode: 3 },
  {
    name: 'merge without a file',
    files: SOUND,
    args: ['merge'],
    exitCode: 2,
    stderr: /merge needs the files that sf isa report --format json has written\./,
  },
  {
    name: 'merge with a file that is no report',
    files: SOUND,
    args: ['merge', 'sfdx-project.json'],
    exitCode: 2,
    stdout: /^$/,
    stderr: /sfdx-project\.json is no report of sf-isa\./,
  },
  {
    name: 'config check with a file that is wrong',
    files: { ...SOUND, 'sf-isa.yml': 'version: 1\nrulez: {}\n' },
    args: ['config', 'check'],
    exitCode: 4,
    stdout: /^sf-isa\.yml:2:1: unknown key "rulez"; did you mean "rules"\?\n$/,
  },
  {
    name: 'config check --json',
    files: { ...SOUND, 'sf-isa.yml': 'version: 1\nrulez: {}\n' },
    args: ['config', 'check', '--json'],
    exitCode: 4,
    stdout: /^\{\n {2}"status": 4,\n {2}"result": \[/,
  },
  {
    name: 'config show',
    files: { ...SOUND, 'sf-isa.yml': 'version: 1\nextends: strict\nfailOn: low\n' },
    args: ['config', 'show'],
    exitCode: 0,
    stdout: /^version: 1\npersona: pedantic # preset strict\nfailOn: low # sf-isa\.yml:3\n/,
  },
  {
    name: 'config init, which only shows',
    files: SOUND,
    args: ['config', 'init'],
    exitCode: 0,
    stdout: /^sf-isa\.yml: new:\n\n {4}# [^]*Nothing is written\./,
  },
  {
    name: 'config init --yes',
    files: SOUND,
    args: ['config', 'init', '-y'],
    exitCode: 0,
    written: { 'sf-isa.yml': /^version: 1$/m, 'sf-isa.suppressions.yml': /^suppressions: \[\]$/m },
  },
  {
    name: 'fix with nothing to fix',
    files: SOUND,
    args: ['fix', ...NOW],
    exitCode: 0,
    stdout: /^Nothing was fixed\.\n$/,
  },
  {
    name: 'fix --unsafe',
    files: ROTATION_OFF,
    args: ['fix', ...NOW, '--unsafe', '--rule', 'app-refresh-rotation-off', '--persona', 'auditor'],
    exitCode: 0,
    stdout: /^Fixed 1 finding in 1 file:\n/,
    written: {
      'force-app/main/default/connectedApps/Portal.connectedApp-meta.xml':
        /<isRefreshTokenRotationEnabled>true<\/isRefreshTokenRotationEnabled>/,
    },
  },
  {
    name: 'fix --diff',
    files: ROTATION_OFF,
    args: ['fix', ...NOW, '--unsafe', '--diff', '--rule', 'app-refresh-rotation-off', '--persona', 'auditor'],
    exitCode: 12,
    stdout: /^diff --git a\/force-app\S+ b\/force-app\S+\n---[^]*\n\+ +<isRefreshTokenRotationEnabled>true/,
    written: {
      'force-app/main/default/connectedApps/Portal.connectedApp-meta.xml':
        /<isRefreshTokenRotationEnabled>false<\/isRefreshTokenRotationEnabled>/,
    },
  },
  {
    name: 'fix --json',
    files: ROTATION_OFF,
    args: ['fix', ...NOW, '--json', '--rule', 'app-refresh-rotation-off', '--persona', 'auditor'],
    exitCode: 0,
    stdout: /^\{\n {2}"status": 0,\n {2}"result": \{\n {4}"fixed": \[\],\n {4}"left": \[[^]*"why": "unsafe"/,
  },
  {
    name: 'completion',
    files: SOUND,
    args: ['completion', 'bash'],
    exitCode: 0,
    stdout: /\ncomplete -o default -F _sf_isa sf-isa\n$/,
  },
  {
    name: 'completion for a shell that it does not know',
    files: SOUND,
    args: ['completion', 'tcsh'],
    exitCode: 2,
    stderr: /completion knows bash, zsh or fish, not tcsh\./,
  },
  {
    name: '--stdin-filename with --staged',
    files: SOUND,
    args: scan('--stdin-filename', 'a.xml', '--staged'),
    exitCode: 2,
    stderr: /--stdin-filename and --staged exclude each other\./,
  },
];
