import { expect } from 'chai';
import { DEFAULT_CONFIG, type Config } from '../../src/config/config.js';
import { ConfigError, readConfig } from '../../src/config/readConfig.js';
import { rules } from '../../src/rules/index.js';
import type { Rule } from '../../src/rules/rule.js';
import { COMPLETE, REFUSED, RULES } from './samples.js';

const read = (text: string, known: readonly Rule[] = RULES): Config => readConfig(text, 'sf-isa.yml', known);

function refusal(text: string, path = 'sf-isa.yml'): ConfigError {
  try {
    readConfig(text, path, RULES);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error(`was accepted: ${text.slice(0, 100)}`);
}

/** `line:column: sentence` of each problem. */
const problemsOf = (text: string): readonly string[] =>
  refusal(text).problems.map(({ line, column, message }) => `${line}:${column}: ${message}`);

describe('readConfig', () => {
  it('reads every key', () => {
    expect(read(COMPLETE)).to.deep.equal({
      persona: 'auditor',
      failOn: 'never',
      minConfidence: 'medium',
      rules: {
        'certificate-expired': { severity: 'off' },
        'certificate-name-convention': {
          severity: 'low',
          options: { pattern: '^[A-Z]', days: 4, strict: true, zones: ['us'], names: { a: '2027-03-31' } },
        },
      },
      org: {
        name: 'core',
        myDomain: 'bank.my.salesforce.com',
        infrastructure: 'hyperforce',
        privateConnect: 'not-licensed',
        certificates: {
          inUse: 37,
          limit: 60,
          warnAt: 60,
          planned: [{ name: 'CRM_Client', integration: 'crm', by: '2027-02-01' }, { name: 'Spare' }],
        },
      },
      mtls: { hosts: { 'api.acme.example': 8443, 'xn--mnchen-3ya.example': 443 } },
      expiry: { warnDays: [120, 45, 7] },
      sync: {
        include: ['PermissionSet:Billing_*', 'Profile:Custom: Sales'],
        exclude: ['PermissionSetGroup:*', '*:Legacy'],
        words: ['lakehouse', 'n8n'],
        allow: { ModifyAllData: ['PermissionSet:Billing_*', 'Profile:Custom: Sales'] },
      },
      integrations: [
        {
          id: 'erp-orders',
          name: 'Orders to the ERP',
          direction: 'outbound',
          components: ['NamedCredential:ERP_*', 'Profile:Custom: ERP'],
          owner: 'order team',
          certificateOwner: 'pki@bank.example',
          criticality: 'high',
          dataClassification: ['pii', 'pci'],
          mtls: 'gateway',
          gateway: 'mulesoft-prod',
          ipAllowlist: false,
          privateConnect: { disposition: 'not-applicable', reason: 'The ERP runs on premises' },
          justification: 'Orders must reach the ERP',
          reviewed: '2026-10-02',
        },
        { id: 'crm', components: ['*:CRM_*'] },
      ],
      gateways: [
        {
          id: 'mulesoft-prod',
          name: 'MuleSoft',
          hosts: ['api.bank.example', '*.gateway.bank.example'],
          controls: ['mtls', 'oauth', 'rate-limit', 'logging', 'inspection', 'ip-filter'],
          owner: 'gateway team',
        },
        { id: 'crm-proxy', hosts: ['10.0.0.8'] },
      ],
      attestations: [
        {
          control: 'ZT-CHECK-7',
          status: 'met',
          evidence: 'Backups are encrypted, see the wiki',
          by: 'ciso@bank.example',
          on: '2026-10-02',
        },
        {
          control: 'OWASP-API9:2023',
          status: 'not-applicable',
          evidence: 'Nobody calls us',
          by: 'us',
          on: '2026-10-03',
        },
      ],
    });
  });

  it('fills in the defaults', () => {
    const empty = 'version: 1\nrules: {}\norg: { certificates: {} }\nmtls: {}\nexpiry: {}\nsync: {}\n';
    for (const text of ['version: 1', '---\nversion: 1\n...\n', '\uFEFFversion: 1\r\n', empty]) {
      expect(read(text), text).to.deep.equal(DEFAULT_CONFIG);
    }
    expect(read('version: 1\norg: { certificates: { inUse: 45 } }\n').org.certificates).to.deep.equal({
      inUse: 45,
      limit: 50,
      warnAt: 40,
      planned: [],
    });
  });

  it('lets an integration name a gateway as long as there is no list of gateways, and any control unless it is given them', () => {
    const register = 'integrations: [{ id: erp, components: ["*:ERP"], gateway: mulesoft }]\n';
    expect(read(`version: 1\n${register}`).integrations[0]!.gateway).to.equal('mulesoft');
    expect(read(`version: 1\n${register}gateways: []\n`).integrations[0]!.gateway).to.equal('mulesoft');
    const attestation =
      'attestations: [{ control: ZT-CHECK-99, status: met, evidence: See the wiki, by: us, on: 2026-10-02 }]\n';
    expect(read(`version: 1\n${attestation}`).attestations).to.have.length(1);
  });

  it('knows the rules that exist', () => {
    for (const { id } of rules) {
      expect(read(`version: 1\nrules: { ${id}: info }\n`, rules).rules).to.deep.equal({ [id]: { severity: 'info' } });
    }
  });

  describe('what the schema refuses', () => {
    for (const [text, ...problems] of REFUSED) {
      it(problems.join(' | '), () => expect(problemsOf(text)).to.deep.equal(problems));
    }
  });

  describe('what contradicts itself', () => {
    const cases: typeof REFUSED = [
      [
        'version: 1\nintegrations:\n  - { id: erp, components: ["*:ERP"] }\n  - { id: erp, components: ["*:CRM"] }\n',
        '4:11: integrations names the id "erp" twice; give each integration its own',
      ],
      [
        'version: 1\ngateways: [{ id: a, hosts: [a.example] }, { id: b, hosts: [a.example] }, { id: a, hosts: [c.example] }]\n',
        '2:80: gateways names the id "a" twice; give each gateway its own',
      ],
      [
        'version: 1\nattestations:\n' +
          '  - { control: ZT-CHECK-7, status: met, evidence: See the wiki, by: us, on: 2026-10-02 }\n' +
          '  - { control: ZT-CHECK-7, status: not-met, evidence: See the wiki, by: us, on: 2026-10-03 }\n',
        '4:16: attestations names the control "ZT-CHECK-7" twice; keep one of them',
      ],
      [
        'version: 1\nintegrations:\n' +
          '  - { id: erp, components: ["*:ERP"], gateway: mulesoft-prd }\n' +
          '  - { id: crm, components: ["*:CRM"], gateway: mulesoft-prod }\n' +
          '  - { id: hr, components: ["*:HR"], gateway: apigee }\n' +
          'gateways: [{ id: mulesoft-prod, hosts: [api.bank.example] }]\n',
        '3:48: integrations[0].gateway is "mulesoft-prd", no gateway of gateways; did you mean "mulesoft-prod"?',
        '5:46: integrations[2].gateway is "apigee", no gateway of gateways',
      ],
      [
        'version: 1\nintegrations: [{ id: erp, components: ["*:ERP"] }]\n' +
          'org: { certificates: { planned: [{ name: A, integration: erp }, { name: B, integration: epr }] } }\n',
        '3:89: org.certificates.planned[1].integration is "epr", no id of integrations; did you mean "erp"?',
      ],
      [
        'version: 1\norg: { certificates: { planned: [{ name: A, integration: erp }] } }\n',
        '2:58: org.certificates.planned[0].integration is "erp", and there are no integrations',
      ],
      [
        'version: 1\norg: { certificates: { limit: 40, warnAt: 41 } }\n',
        '2:43: org.certificates.warnAt is 41, more than the limit of 40; write 40 or less',
      ],
      [
        'version: 1\norg: { certificates: { limit: 30 } }\n',
        '2:31: org.certificates.warnAt is 40 by default, more than the limit of 30; write 30 or less',
      ],
      [
        'version: 1\nexpiry:\n  warnDays: [30, 60, 90]\n',
        '3:13: expiry.warnDays must name the largest number first, such as [90, 60, 30], not [30, 60, 90]',
      ],
      [
        'version: 1\nexpiry: { warnDays: [60, 60, 30] }\n',
        '2:21: expiry.warnDays must name the largest number first, such as [90, 60, 30], not [60, 60, 30]',
      ],
      [
        'version: 1\nmtls:\n  hosts:\n    https://me:secret@API.acme.example:8443/x: 8443\n    b.example:99: 99\n',
        '4:5: a key of mtls.hosts is a URL or names a port; write the host alone: "api.acme.example"',
        '5:5: a key of mtls.hosts is a URL or names a port; write the host alone: "b.example"',
      ],
      [
        'version: 1\nmtls:\n  hosts: { a b: 1, "*.example": 2, "": 3, "https://": 4, ".": 5 }\n',
        ...[12, 20, 36, 43, 58].map(
          (column) => `3:${column}: a key of mtls.hosts is no host name; write one such as "api.example.com"`
        ),
      ],
      [
        'version: 1\nmtls:\n  hosts:\n    A.example: 1\n    a.example.: 2\n',
        '5:5: mtls.hosts names the host "a.example" twice; keep one of them',
      ],
    ];
    for (const [text, ...problems] of cases) {
      it(problems.join(' | '), () => expect(problemsOf(text)).to.deep.equal(problems));
    }
  });

  describe('what is not YAML, or more than a config file needs', () => {
    const cases: typeof REFUSED = [
      ['version: 1\nfailOn: low\nfailOn: low\n', '3:1: duplicate key "failOn"; keep one of them'],
      ['version: 1\n1: x\n"1": y\n', '3:1: duplicate key "1"; keep one of them'],
      ['version: 1\n\tfailOn: low\n', '2:1: this is not valid YAML: Tabs are not allowed as indentation'],
      ['version: 1\nfailOn: "low\n', '3:1: this is not valid YAML: Missing closing "quote'],
      ['version: 1\n---\nversion: 1\n', '2:1: a second YAML document begins here; write one document'],
      ['version: 1\n? [a]\n: b\n', '2:3: a key must be a word'],
      ['version: 1\nsync: { words: *w }\n', '2:16: the alias "w" names no anchor before it'],
      ['version: 1\nsync: &s { words: *s }\n', '2:19: the alias "s" stands within what it names'],
      ['version: 1\norg: { certificates: { limit: .inf } }\n', '2:31: a number must be finite'],
      ['version: 1\norg: { certificates: { limit: 1e999 } }\n', '2:31: a number must be finite'],
      ['version: !!js/function "x"\n', '1:10: this is not valid YAML: Unresolved tag: tag:yaml.org,2002:js/function'],
      ['version: 1\n"\\uD800": 1\n', '2:1: a key must be text, without lone surrogates'],
    ];
    for (const [text, ...problems] of cases) {
      it(problems.join(' | '), () => expect(problemsOf(text)).to.deep.equal(problems));
    }
  });

  describe('hostile text', () => {
    it('takes no part of YAML 1.1, merge keys included', () => {
      const text = '%YAML 1.1\n---\nversion: 1\nrules: { certificate-expired: off }\n';
      expect(read(text).rules).to.deep.equal({ 'certificate-expired': { severity: 'off' } });
      expect(problemsOf('version: 1\n<<: { failOn: low }\n')[0]).to.match(/^2:1: unknown key "<<"; /);
      expect(problemsOf('%YAML 1.1\n---\nversion: 1\nsync: { words: [!!binary YQ==] }\n')[0]).to.contain(
        'Unresolved tag'
      );
    });

    it('keeps names of Object.prototype apart from what they mean in JavaScript', () => {
      const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
      for (const name of names) {
        expect(problemsOf(`version: 1\n${name}: { failOn: low }\n`)[0]).to.match(
          new RegExp(`^2:1: unknown key "${name}"; `)
        );
        expect(problemsOf(`version: 1\nrules: { ${name}: off }\n`)[0]).to.match(
          new RegExp(`^2:10: unknown rule "${name}"`)
        );
        expect(problemsOf(`${name}: { version: 1 }\n`)[0]).to.match(/^1:1: /);
      }
      expect(({} as Readonly<Record<string, unknown>>)['failOn']).to.equal(undefined);

      const {
        mtls,
        sync,
        rules: said,
      } = read('version: 1\nsync: { allow: { __proto__: ["Profile:A"] } }\nmtls: { hosts: { __proto__: 1 } }\n');
      expect(Object.entries(sync.allow)).to.deep.equal([['__proto__', ['Profile:A']]]);
      expect(Object.entries(mtls.hosts)).to.deep.equal([['__proto__', 1]]);
      for (const record of [mtls.hosts, sync.allow, said]) expect('constructor' in record).to.equal(false);
    });

    it('shows control characters as what they are', () => {
      const { message } = refusal('version: 1\n"a\\e[2J\\n::error::\\u202E": 1\n', 'a\nb/sf-isa.yml');
      expect(message).to.match(
        /^a\\u\{a\}b\/sf-isa\.yml:2:1: unknown key "a\\u\{1b\}\[2J\\u\{a\}::error::\\u\{202e\}"; /
      );
      expect(message).not.to.match(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    });

    it('cuts what is too long to read', () => {
      const { problems, message } = refusal(`version: 1\nfailOn: ${'x'.repeat(1000)}\n`);
      expect(problems[0]!.message).to.have.length.below(150);
      expect(message).to.have.length.below(200);
      const many = refusal(`version: 1\n${Array.from({ length: 500 }, (_, index) => `k${index}: 1\n`).join('')}`);
      expect(many.message.split('\n')).to.have.length(21);
      expect(many.message).to.match(/\nThere are more problems; mend these first\.$/);
    });

    const size = 1024 * 1024 - 100;
    const fill = (text: string): string => text.repeat(Math.floor(size / text.length));
    const bombs: Readonly<Record<string, readonly [text: string, problem: RegExp]>> = {
      'alias bomb': [
        `a: &a [x, x, x]\n${['b', 'c', 'd', 'e', 'f', 'g', 'h']
          .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefg'[index]!}`).join(', ')}]\n`)
          .join('')}`,
        /more than a config file can/,
      ],
      'many aliases': [`a: &a 1\nb:\n${fill('- *a\n')}`, /more than a config file can/],
      'many keys': [fill('k:\n'), /more than a config file can/],
      'many different keys': [
        `version: 1\n${Array.from({ length: 14_000 }, (_, index) => `k${index}: 1\n`).join('')}`,
        /unknown key "k/,
      ],
      'many values': [`version: 1\nsync: { words: [${'1,'.repeat(19_000)}] }`, /sync\.words\[0\] must be/],
      'open brackets': [fill('['), /nested too deeply/],
      'open braces': [fill('{a: '), /nested too deeply/],
      'nested lists': [fill('- '), /nested too deeply/],
      'nested keys': [fill('? '), /nested too deeply/],
      'deep indentation': [
        Array.from({ length: 1000 }, (_, index) => `${' '.repeat(index)}a:\n`).join(''),
        /nested too deeply/,
      ],
      'wrong commas': [`[${fill(',')}`, /more than a config file can/],
      'wrong braces': [fill('}\n'), /more than a config file can/],
      directives: [fill('%x\n'), /more than a config file can/],
      anchors: [fill('&a '), /more than a config file can/],
      tags: [fill('!x\n'), /more than a config file can/],
      'many unknown gateways': [
        `version: 1\nintegrations:\n${Array.from({ length: 2000 }, (_, index) => `- { id: i${index}, components: ["*:A"], gateway: ${'x'.repeat(50)}${index} }\n`).join('')}gateways:\n${Array.from({ length: 800 }, (_, index) => `- { id: ${'x'.repeat(50)}y${index}, hosts: [a.example] }\n`).join('')}`,
        /integrations\[0\]\.gateway is "x+0", no gateway of gateways/,
      ],
      'long word': [`version: 1\nsync: { words: ["${fill('a')}!"] }\n`, /sync\.words\[0\] must be/],
      'long pattern': [`version: 1\nsync: { include: ["${fill('*')}"] }\n`, /sync\.include\[0\] must be/],
      'long host': [`version: 1\nmtls: { hosts: { ? "${fill('a.')}%" : 1 } }\n`, /no host name/],
      'long rule id': [`version: 1\nrules: { ? "${fill('ab')}" : off }\n`, /unknown rule "abab/],
      'long key': [`${fill('a')}: 1\n`, /not valid YAML/],
      zeros: [fill('\0'), /must be a mapping/],
      '10 MB': [`version: 1\n${'#'.repeat(10_000_000)}\n`, /more than 1048576 characters/],
    };
    for (const [name, [text, problem]] of Object.entries(bombs)) {
      it(`gives up on it soon: ${name}`, function () {
        this.timeout(10_000);
        expect(refusal(text).problems[0]!.message).to.match(problem);
      });
    }
  });
});
