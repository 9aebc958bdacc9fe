import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { expect } from 'chai';
import { DEFAULT_CONFIG, type Config } from '../../src/config/config.js';
import { configSchema } from '../../src/config/configSchema.js';
import { PRESET_NAMES, PRESETS, type PresetName } from '../../src/config/presets.js';
import { configReader, readConfig } from '../../src/config/readConfig.js';
import { memoryFileSystem } from '../../src/fileSystem.js';
import { rules } from '../../src/rules/index.js';
import { scan, type ScanOptions } from '../../src/scan.js';

const read = (text: string): Config => readConfig(`version: 1\n${text}`, 'sf-isa.yml', rules);

const CLASSIC = `<?xml version="1.0" encoding="UTF-8"?>
<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata">
    <contactEmail>integration@bank.example</contactEmail>
    <label>Portal</label>
    <oauthConfig>
        <callbackUrl>https://portal.bank.example/oauth/callback</callbackUrl>
        <isAdminApproved>true</isAdminApproved>
        <isIpBindingEnabled>false</isIpBindingEnabled>
        <isPkceRequired>false</isPkceRequired>
        <isRefreshTokenRotationEnabled>false</isRefreshTokenRotationEnabled>
        <scopes>Api</scopes>
        <scopes>RefreshToken</scopes>
    </oauthConfig>
    <oauthPolicy>
        <ipRelaxation>ENFORCE</ipRelaxation>
        <refreshTokenPolicy>specific_lifetime:60:DAYS</refreshTokenPolicy>
    </oauthPolicy>
</ConnectedApp>
`;

const CREDENTIAL = `<?xml version="1.0" encoding="UTF-8"?>
<NamedCredential xmlns="http://soap.sforce.com/2006/04/metadata">
    <allowMergeFieldsInBody>true</allowMergeFieldsInBody>
    <label>Rates</label>
    <namedCredentialType>SecuredEndpoint</namedCredentialType>
</NamedCredential>
`;

/** What a config says of a small project: the rules that its scan shows, with their severities. */
function shown(text: string, options: Partial<ScanOptions> = {}): readonly string[] {
  const fileSystem = memoryFileSystem({
    'sfdx-project.json': '{ "packageDirectories": [{ "path": "force-app" }], "sourceApiVersion": "66.0" }',
    'force-app/connectedApps/Portal.connectedApp-meta.xml': CLASSIC,
    'force-app/namedCredentials/Rates.namedCredential-meta.xml': CREDENTIAL,
  });
  const config = configReader({ rules, fileSystem })(`version: 1\n${text}`, 'sf-isa.yml');
  const watched = [
    'app-ip-range-too-broad',
    'app-pkce-not-required',
    'app-refresh-rotation-off',
    'app-refresh-token-unlimited',
    'component-undocumented',
    'named-credential-merge-fields-allowed',
  ];
  const { findings } = scan({
    fileSystem,
    now: new Date('2026-11-22'),
    rules: rules.filter(({ id }) => watched.includes(id)),
    configOf: () => config,
    ...options,
  });
  return [...new Set(findings.map(({ rule, severity }) => `${rule} ${severity}`))].sort();
}

describe('presets', () => {
  it('are config files that are valid, with rules and options that exist', () => {
    const ajv = new Ajv({ strict: true, allErrors: true });
    addFormats.default(ajv);
    const validate = ajv.compile(configSchema(rules));
    for (const name of PRESET_NAMES) {
      const { summary, ...file } = PRESETS[name];
      expect(summary, name).to.match(/^[A-Z].*\.$/);
      expect(validate({ version: 1, ...file }), `${name}: ${JSON.stringify(validate.errors)}`).to.equal(true);
      expect(validate({ version: 1, extends: name }), name).to.equal(true);
    }
    expect(Object.keys(PRESETS)).to.have.members([...PRESET_NAMES]);
  });

  it('set what differs from the rule, or what a shared file may have lowered', () => {
    const pinned = ['certificate-shared-mtls-and-signing'];
    for (const name of PRESET_NAMES) {
      for (const [id, said] of Object.entries(PRESETS[name].rules ?? {})) {
        const rule = rules.find((one) => one.id === id)!;
        const { severity, options = {} } = typeof said === 'string' ? { severity: said } : said;
        const declared = (rule.options ?? {}) as Readonly<Record<string, { readonly default: unknown }>>;
        for (const [option, value] of Object.entries(options)) expect(declared[option]!.default).to.not.equal(value);
        // Where some findings of a rule are milder than the rule, its own severity raises these.
        if (severity === rule.severity && rule.cases === undefined) expect(pinned, `${name}: ${id}`).to.include(id);
      }
    }
  });

  it('hold what is said of them', () => {
    expect(read('extends: recommended\n')).to.deep.equal(DEFAULT_CONFIG);
    expect(read('extends: strict\n')).to.deep.include({ persona: 'pedantic', failOn: 'medium', minConfidence: 'low' });
    expect(read('extends: isv\n')).to.deep.include({ persona: 'regular', failOn: 'high', minConfidence: 'low' });
    expect(read('extends: all\n')).to.deep.include({ persona: 'auditor', failOn: 'high', minConfidence: 'low' });
  });

  it('take back what a preset before them says, where they say it too', () => {
    expect(read('extends: [strict, recommended]\n')).to.deep.include({ persona: 'regular', failOn: 'high' });
    const severityIn = (list: string): unknown => read(`extends: [${list}]\n`).rules['app-pkce-not-required']!.severity;
    expect(severityIn('strict, isv')).to.equal('high');
    expect(severityIn('isv, strict')).to.equal('medium');
  });

  const expected: Readonly<Record<PresetName | 'none', readonly string[]>> = {
    none: ['app-pkce-not-required low'],
    recommended: ['app-pkce-not-required low'],
    strict: ['app-pkce-not-required medium', 'app-refresh-rotation-off medium', 'component-undocumented info'],
    isv: [
      'app-ip-range-too-broad high',
      'app-pkce-not-required high',
      'app-refresh-rotation-off high',
      'app-refresh-token-unlimited high',
    ],
    all: [
      'app-ip-range-too-broad high',
      'app-pkce-not-required low',
      'app-refresh-rotation-off low',
      'component-undocumented info',
      'named-credential-merge-fields-allowed info',
    ],
  };
  for (const name of ['none', ...PRESET_NAMES] as const) {
    it(`show of a small project what they should: ${name}`, () => {
      expect(shown(name === 'none' ? '' : `extends: ${name}\n`)).to.deep.equal(expected[name]);
    });
  }

  it('let the persona that a command asks for win, but not over what the team has given a severity', () => {
    expect(shown('extends: strict\n', { persona: 'regular' })).to.deep.equal([
      'app-pkce-not-required medium',
      'app-refresh-rotation-off medium',
    ]);
  });
});

describe('a severity of the team', () => {
  const rotation = (said: string, persona?: 'pedantic'): readonly string[] =>
    shown(`rules: { app-refresh-rotation-off: ${said} }\n`, persona && { persona }).filter((one) =>
      /rotation/.test(one)
    );

  it('shows a rule to every persona', () => {
    expect(rotation('{}')).to.deep.equal([]);
    expect(rotation('{}', 'pedantic')).to.deep.equal(['app-refresh-rotation-off low']);
    expect(rotation('medium')).to.deep.equal(['app-refresh-rotation-off medium']);
    expect(rotation('{ severity: low }')).to.deep.equal(['app-refresh-rotation-off low']);
    expect(rotation('off', 'pedantic')).to.deep.equal([]);
  });
});
