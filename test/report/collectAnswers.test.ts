import { expect } from 'chai';
import { frameworks } from '../../src/controls/index.js';
import type { ControlAnswer, ReportData } from '../../src/report/reportData.js';
import { elements, externalCredential, holder, namedCredential, xml } from '../inventory/samples.js';
import { certificateMaker } from '../support/certificates.js';
import { answerIn, collected, config, entry, machineApp, type Files } from './collected.js';

const DATES = { notBefore: '2026-06-15', notAfter: '2027-06-15' };
const maker = certificateMaker({
  authority: { subject: 'CN=CA', certificateAuthority: true, ...DATES },
  client: { subject: 'CN=Client', issuer: 'authority', extendedKeyUsage: ['clientAuth'], ...DATES },
  signing: { subject: 'CN=Signing', ...DATES },
  late: { subject: 'CN=Late', notBefore: '2026-06-15', notAfter: '2026-11-01' },
});
const meta = xml('Certificate', elements({ caSigned: 'true', masterLabel: 'x', privateKeyExportable: 'false' }));
const verdictOf = (data: ReportData, control: string): string => answerIn(data, control).verdict;

const ENFORCED: Files = {
  'permissionsets/Sync.permissionset': holder('PermissionSet', {
    permissions: ['ApiUserOnly', 'EnforceMutualAuthentication'],
  }),
};

/** A project in which nothing is wrong, and a register that says all of it. */
async function good({
  register = '',
  bank = '',
  org = '',
  more = [],
  files = {},
}: {
  readonly register?: string;
  readonly bank?: string;
  readonly org?: string;
  readonly more?: readonly string[];
  readonly files?: Files;
} = {}): Promise<Files> {
  return {
    ...machineApp('ERP'),
    ...ENFORCED,
    'certs/Client.crt': await maker.pem('client'),
    'certs/Client.crt-meta.xml': meta,
    'certs/Signer.crt': await maker.pem('signing'),
    'certs/Signer.crt-meta.xml': meta,
    'externalCredentials/Bank.externalCredential': externalCredential('Oauth', {
      parameters: [
        { parameterName: 'x', parameterType: 'AuthProtocolVariant', parameterValue: 'JwtBearer' },
        { parameterName: 'SigningCertificate', parameterType: 'SigningCertificate', certificate: 'Signer' },
      ],
    }),
    'namedCredentials/Bank.namedCredential': namedCredential('https://bank.example:9443', {
      external: 'Bank',
      certificate: 'Client',
    }),
    ...config(
      'org:',
      org === '' ? '  infrastructure: hyperforce' : org,
      '  certificates: { inUse: 12, planned: [{ name: Next }] }',
      'integrations:',
      entry('erp', 'ConnectedApp:ERP', `owner: a@bank.example, dataClassification: [internal]${register}`),
      entry(
        'bank',
        'NamedCredential:Bank',
        `owner: a@bank.example, certificateOwner: pki@bank.example, mtls: required, ipAllowlist: false, dataClassification: [pii], privateConnect: { disposition: not-applicable, reason: 'The bank has no such line' }${bank}`
      ),
      ...more
    ),
    ...files,
  };
}

describe('answers: the review checklist', () => {
  const CHECKS = [1, 2, 3, 4, 5, 6, 7, 8].map((number) => `ISA-CHECK-${number}`);

  it('is met by metadata and a register that say it all', async () => {
    const data = collected(await good());
    for (const check of CHECKS) {
      const { verdict, evidence } = answerIn(data, check);
      expect([check, verdict, ...evidence]).to.deep.equal([check, 'met', ...evidence]);
    }
    expect(answerIn(data, 'ISA-CHECK-2').evidence).to.deep.equal([
      'The org has 12 certificates, and the design adds 1: 13 of 50.',
    ]);
    expect(answerIn(data, 'ISA-CHECK-3').evidence).to.deep.equal(['1 of 1 way in has both layers.']);
    expect(answerIn(data, 'ISA-CHECK-4').evidence).to.deep.equal([
      '1 key for TLS handshakes and 1 for signatures, none for both.',
    ]);
    expect(answerIn(data, 'ISA-CHECK-5').evidence).to.deep.equal([
      '1 of 1 callout with a client certificate names the port that asks for it.',
    ]);
    expect(answerIn(data, 'ISA-CHECK-6').evidence).to.deep.equal(['2 of 2 certificates have an end and an owner.']);
    for (const control of [
      'ISA-STEP-2',
      'ISA-STEP-3',
      'ISA-OUTPUT-1',
      'ISA-DECISION-1',
      'ISA-DECISION-4',
      'ISA-DECISION-7',
    ]) {
      expect([control, verdictOf(data, control)]).to.deep.equal([control, 'met']);
    }
  });

  it('is left to people where nobody has written anything down', async () => {
    const data = collected({ ...(await good()), 'sf-isa.yml': 'version: 1\n' });
    const open = CHECKS.filter((check) => verdictOf(data, check) === 'person');
    expect(open).to.deep.equal(['ISA-CHECK-1', 'ISA-CHECK-2', 'ISA-CHECK-6', 'ISA-CHECK-7', 'ISA-CHECK-8']);
    expect(answerIn(data, 'ISA-CHECK-6').evidence).to.deep.equal([
      '0 of 2 certificates have an end and an owner.',
      'Client: nobody is written down who renews it (certificateOwner).',
      'Signer: nobody is written down who renews it (certificateOwner).',
      'Who renews a certificate is not in its metadata.',
    ]);
  });

  it('1: fails a firewall that lists addresses on Hyperforce, and a range that does', async () => {
    const listed = collected(
      await good({ bank: '' }).then((files) => ({
        ...files,
        'sf-isa.yml': files['sf-isa.yml']!.replace('ipAllowlist: false', 'ipAllowlist: true'),
      }))
    );
    expect(answerIn(listed, 'ISA-CHECK-1')).to.deep.include({ verdict: 'failed', findings: [] });
    expect(answerIn(listed, 'ISA-CHECK-1').evidence).to.include(
      'Firewalls let bank in by the addresses of Salesforce, as the register says.'
    );
    const profile = {
      'profiles/Partner.profile': xml(
        'Profile',
        `<custom>true</custom><loginIpRanges>${elements({ description: 'Hyperforce EU', endAddress: '198.51.100.9', startAddress: '198.51.100.0' })}</loginIpRanges>`
      ),
    };
    const ranged = answerIn(collected(await good({ files: profile })), 'ISA-CHECK-1');
    expect([ranged.verdict, ranged.findings.length]).to.deep.equal(['failed', 1]);
    expect(ranged.evidence.slice(0, 2)).to.deep.equal([
      '1 finding speaks against it: 1 medium.',
      'medium: Profile Partner has an IP range for the addresses of Salesforce, which change on Hyperforce.',
    ]);
    const firstParty = collected(await good({ files: profile, org: '  infrastructure: first-party' }));
    expect(verdictOf(firstParty, 'ISA-CHECK-1')).to.equal('met');
  });

  it('2: fails from the mark of the team on, by the rule that counts', async () => {
    const counting = (inUse: number): Promise<Files> =>
      good().then((files) => ({
        ...files,
        'sf-isa.yml': files['sf-isa.yml']!.replace('inUse: 12', `inUse: ${inUse}`),
      }));
    const told = async (inUse: number): Promise<readonly string[]> => {
      const { verdict, evidence } = answerIn(collected(await counting(inUse)), 'ISA-CHECK-2');
      return [verdict, ...evidence.filter((line) => /^(?:The org has|That is)/.test(line))];
    };
    expect(await told(38)).to.deep.equal(['met', 'The org has 38 certificates, and the design adds 1: 39 of 50.']);
    expect(await told(39)).to.deep.equal([
      'met',
      'The org has 39 certificates, and the design adds 1: 40 of 50.',
      'That is at the mark of 40 from which on the team wants to be warned.',
    ]);
    expect(await told(40)).to.deep.equal([
      'failed',
      'The org has 40 certificates, and the design adds 1: 41 of 50.',
      'That is past the mark of 40 from which on the team wants to be warned.',
    ]);
    expect(answerIn(collected(await counting(40)), 'ISA-CHECK-2').findings).to.have.length(1);
    // Where the rule is off, the limit itself is kept.
    const off = async (inUse: number): Promise<string> => {
      const files = await counting(inUse);
      const yaml = `${files['sf-isa.yml']!}rules: { certificate-count-near-limit: 'off' }\n`;
      return verdictOf(collected({ ...files, 'sf-isa.yml': yaml }), 'ISA-CHECK-2');
    };
    expect(await off(48)).to.not.equal('failed');
    expect(await off(49)).to.equal('failed');
  });

  it('3: lists the ways in of which a layer is not known', async () => {
    const permissions = {
      'permissionsets/Sync.permissionset': holder('PermissionSet', { permissions: ['ApiUserOnly'] }),
    };
    const answer = answerIn(collected(await good({ files: permissions })), 'ISA-CHECK-3');
    expect(answer.verdict).to.equal('person');
    expect(answer.evidence.slice(0, 2)).to.deep.equal([
      '0 of 1 way in has both layers.',
      'erp: whether its clients present a certificate is not known, since no permission set or profile of the project enforces mutual TLS.',
    ]);
    const said = answerIn(
      collected(await good({ files: permissions, register: ', mtls: not-applicable' })),
      'ISA-CHECK-3'
    );
    expect(said.verdict).to.equal('attested');
    const gateway = answerIn(
      collected(
        await good({
          files: permissions,
          register: ', gateway: edge',
          more: ['gateways:', '  - { id: edge, hosts: [edge.example], controls: [mtls] }'],
        })
      ),
      'ISA-CHECK-3'
    );
    expect([gateway.verdict, gateway.evidence[1]]).to.deep.equal([
      'attested',
      'erp: the gateway edge asks for the client certificate.',
    ]);
    const registered = await good({ more: ["  - { id: esb, components: ['ConnectedApp:Gone'], direction: inbound }"] });
    expect(answerIn(collected(registered), 'ISA-CHECK-3').evidence).to.include(
      'esb: the register knows it, and no app of the project lets it in.'
    );
  });

  it('4: fails a key with two jobs, has nothing to say of none, and waits for what the build puts in', async () => {
    const external = (certificate: string): Files => ({
      'externalCredentials/Bank.externalCredential': externalCredential('Oauth', {
        parameters: [
          { parameterName: 'x', parameterType: 'AuthProtocolVariant', parameterValue: 'JwtBearer' },
          { parameterName: 'SigningCertificate', parameterType: 'SigningCertificate', certificate },
        ],
      }),
    });
    const shared = answerIn(collected(await good({ files: external('Client') })), 'ISA-CHECK-4');
    expect([shared.verdict, shared.rules]).to.deep.equal(['failed', ['certificate-shared-mtls-and-signing']]);
    expect(shared.evidence.at(-1)).to.equal('One key is shared by External Credential Bank and Named Credential Bank.');
    expect(verdictOf(collected(await good({ files: external('{{SIGNER}}') })), 'ISA-CHECK-4')).to.equal('person');
    expect(verdictOf(collected(machineApp('ERP')), 'ISA-CHECK-4')).to.equal('not-applicable');
    const off = answerIn(
      collected(await good({ more: ['rules:', '  certificate-shared-mtls-and-signing: { severity: off }'] })),
      'ISA-CHECK-4'
    );
    expect([off.verdict, off.evidence.at(-1)]).to.deep.equal([
      'person',
      'The rule certificate-shared-mtls-and-signing was not run.',
    ]);
  });

  it('5: fails the wrong port, and asks for one that nobody has said', async () => {
    const url = (address: string): Files => ({
      'namedCredentials/Bank.namedCredential': namedCredential(address, { external: 'Bank', certificate: 'Client' }),
    });
    const wrong = answerIn(collected(await good({ files: url('https://emea.my.salesforce.com') })), 'ISA-CHECK-5');
    expect(wrong.verdict).to.equal('failed');
    expect(wrong.evidence).to.include('bank: the org asks for a client certificate on port 8443 only.');
    expect(verdictOf(collected(await good({ files: url('https://bank.example') })), 'ISA-CHECK-5')).to.equal('person');
    expect(
      verdictOf(
        collected(await good({ files: url('https://bank.example'), more: ['mtls: { hosts: { bank.example: 443 } }'] })),
        'ISA-CHECK-5'
      )
    ).to.equal('met');
    expect(verdictOf(collected(machineApp('ERP')), 'ISA-CHECK-5')).to.equal('not-applicable');
  });

  it('6: fails a certificate that has ended, and asks for the end of one that is not there', async () => {
    const gone = {
      'namedCredentials/Other.namedCredential': namedCredential('https://other.example:9443', { certificate: 'Gone' }),
    };
    const answer = answerIn(collected(await good({ files: gone })), 'ISA-CHECK-6');
    expect(answer.evidence).to.include(
      'Gone: its end is not known, since it is not in the project; nobody is written down who renews it (certificateOwner).'
    );
    const late = answerIn(collected({ ...(await good()), 'certs/Client.crt': await maker.pem('late') }), 'ISA-CHECK-6');
    const unowned = { ...(await good()) };
    unowned['sf-isa.yml'] = unowned['sf-isa.yml']!.replace('certificateOwner: pki@bank.example, ', '');
    const open = answerIn(collected(unowned), 'ISA-CHECK-6');
    expect([open.verdict, open.findings]).to.deep.equal(['person', []]);
    expect(open.evidence[0]).to.equal('1 finding names what is not written down yet (certificate-owner-missing).');
    const grave = { ...unowned };
    grave['sf-isa.yml'] += 'rules: { certificate-owner-missing: high }\n';
    expect(verdictOf(collected(grave), 'ISA-CHECK-6')).to.equal('failed');
    expect([late.verdict, late.evidence[1]]).to.deep.equal([
      'failed',
      'high: Certificate Client expired on 2026-11-01, and Named Credential Bank uses it.',
    ]);
  });

  it('7: asks for the outcome where the data are sensitive or not classified', async () => {
    const silent = (files: Files): Files => ({
      ...files,
      'sf-isa.yml': files['sf-isa.yml']!.replace(/, privateConnect: \{.*?\}/, ''),
    });
    const undecided = answerIn(collected(silent(await good())), 'ISA-CHECK-7');
    expect([undecided.verdict, undecided.findings]).to.deep.equal(['person', []]);
    expect(undecided.evidence[0]).to.equal(
      '1 finding names what is not written down yet (private-connect-not-evaluated).'
    );
    expect(undecided.evidence).to.include('bank: Its data are sensitive, and nobody has decided yet.');
    const unlicensed = await good({
      org: '  infrastructure: hyperforce\n  privateConnect: not-licensed',
      register: ", privateConnect: { disposition: recommended, reason: 'The ERP is ours' }",
    });
    expect(answerIn(collected(unlicensed), 'ISA-CHECK-7').verdict).to.equal('failed');
    const unclassified = { ...(await good()) };
    unclassified['sf-isa.yml'] = unclassified['sf-isa.yml']!.replace(', dataClassification: [internal]', '');
    expect(answerIn(collected(unclassified), 'ISA-CHECK-7')).to.include({ verdict: 'person' });
  });

  it('8: fails a callout past its gateway, and asks where the register is silent', async () => {
    const gateways = ['gateways:', '  - { id: edge, hosts: [edge.example], controls: [mtls] }'];
    const past = answerIn(collected(await good({ bank: ', gateway: edge', more: gateways })), 'ISA-CHECK-8');
    expect(past.verdict).to.equal('failed');
    expect(past.evidence).to.include('bank: the register names the gateway edge, and it calls bank.example past it.');
    const silent = { ...(await good()) };
    silent['sf-isa.yml'] = silent['sf-isa.yml']!.replace('mtls: required, ', '');
    expect(answerIn(collected(silent), 'ISA-CHECK-8')).to.deep.include({ verdict: 'person' });
  });
});

const attesting = (control: string, status: string): string[] => [
  'attestations:',
  `  - { control: '${control}', status: ${status}, evidence: 'Runbook 7 in the wiki', by: ciso@bank.example, on: 2026-10-02 }`,
];

describe('answers: findings, acceptance and attestations', () => {
  const cleartext: Files = { 'namedCredentials/Bank.namedCredential': namedCredential('http://bank.example') };
  const accepting = (rule: string): Files => ({
    'sf-isa.suppressions.yml': [
      'version: 1',
      'suppressions:',
      `  - { rule: ${rule}, component: 'NamedCredential:Bank', kind: accepted-risk, reason: Replaced in January, owner: a@bank.example, expires: 2027-01-31 }`,
      '',
    ].join('\n'),
  });

  it('answers every control once, in the order of the frameworks, each with evidence', () => {
    const { answers } = collected(cleartext);
    expect(answers.map(({ control }) => control)).to.deep.equal(
      frameworks.flatMap(({ controls }) => controls.map(({ id }) => id))
    );
    for (const { control, evidence } of answers) {
      expect(evidence, control).to.have.length.greaterThan(0);
      for (const line of evidence) expect(line, control).to.match(/^\S.*[.!?]$/s);
    }
  });

  it('lets findings speak against a control, but not guesses and inventory', () => {
    const data = collected(cleartext);
    const against = answerIn(data, 'ISA-PATTERN-B');
    expect(against.verdict).to.equal('failed');
    expect(against.rules).to.include('endpoint-cleartext');
    const fingerprints = data.findings
      .filter(({ rule }) => rule === 'endpoint-cleartext')
      .map(({ fingerprint }) => fingerprint);
    expect(against.findings).to.deep.equal(fingerprints);
    const weighed = new Map(data.findings.map((finding) => [finding.fingerprint, finding]));
    for (const { findings } of data.answers) {
      for (const fingerprint of findings) {
        expect(weighed.get(fingerprint)).to.satisfy(
          ({ severity, confidence }: { severity: string; confidence: string }) =>
            severity !== 'info' && confidence !== 'low'
        );
      }
    }
  });

  it('does not call findings that speak against nothing none', async () => {
    const informed = collected({
      'externalCredentials/A.externalCredential': externalCredential('Oauth'),
      'externalCredentials/B.externalCredential': externalCredential('Oauth'),
    });
    const severities = informed.findings.flatMap(({ rule, severity }) =>
      rule === 'component-undocumented' ? [severity] : []
    );
    expect(severities).to.deep.equal(['info', 'info']);
    expect(answerIn(informed, 'SBS-ACS-002').evidence[0]).to.equal(
      '1 rule looked at what is there (2 ExternalCredential) and found nothing against it but 2 findings that only inform (component-undocumented).'
    );
    // Any certificate may be the one whose name the build puts in.
    const guessed = collected({
      'certs/Client.crt': await maker.pem('client'),
      'certs/Client.crt-meta.xml': meta,
      'namedCredentials/A.namedCredential': namedCredential('https://a.example:9443', { certificate: '{{CLIENT}}' }),
      ...config('rules: { certificate-unreferenced: medium }'),
    });
    expect(answerIn(guessed, 'OWASP-NHI1:2025').evidence[0]).to.equal(
      '1 rule looked at what is there (1 Certificate) and found nothing against it but 1 finding of low confidence (certificate-unreferenced).'
    );
  });

  it('does not take the silence of rules without a register for an answer', () => {
    const files = { 'namedCredentials/A.namedCredential': namedCredential('https://a.example:9443') };
    expect(answerIn(collected(files), 'SBS-OAUTH-003')).to.deep.include({
      verdict: 'person',
      evidence: [
        '2 rules found nothing to look at.',
        'The rules integration-owner-missing and integration-unregistered had nothing to look at: the register (integrations) is empty.',
        'How critical an app is, the business says.',
      ],
    });
    const registered = {
      ...files,
      ...config('integrations:', entry('a', 'NamedCredential:A', 'owner: a@bank.example')),
    };
    expect(answerIn(collected(registered), 'SBS-OAUTH-003').evidence[0]).to.equal(
      '2 rules looked at what is there (1 NamedCredential) and found nothing against it.'
    );
    const begun = { ...files, ...config('integrations:', entry('a', 'NamedCredential:A')) };
    expect(answerIn(collected(begun), 'SBS-OAUTH-003')).to.deep.include({
      verdict: 'person',
      findings: [],
      evidence: [
        '1 finding names what is not written down yet (integration-owner-missing).',
        'How critical an app is, the business says.',
      ],
    });
  });

  it('has nothing to say of login IP ranges where no profile has one', () => {
    const profile = (ranges: string): Files => ({
      'profiles/Clerk.profile': xml('Profile', `<custom>true</custom>${ranges}`),
    });
    expect(answerIn(collected(profile('')), 'SBS-AUTH-003')).to.deep.include({
      verdict: 'not-applicable',
      evidence: [
        '1 rule found nothing to look at.',
        'The rule login-ip-range-too-broad had nothing to look at: no profile of the project has login IP ranges.',
      ],
    });
    const range = `<loginIpRanges>${elements({ endAddress: '203.0.113.15', startAddress: '203.0.113.8' })}</loginIpRanges>`;
    expect(answerIn(collected(profile(range)), 'SBS-AUTH-003')).to.deep.include({
      verdict: 'met',
      evidence: ['1 rule looked at what is there (1 Profile) and found nothing against it.'],
    });
  });

  it('quotes few findings, and counts many', () => {
    const many = Object.fromEntries(
      Array.from({ length: 8 }, (_, index) => [
        `namedCredentials/C${index}.namedCredential`,
        namedCredential(`http://h${index}.example`),
      ])
    );
    const { evidence, findings } = answerIn(collected(many), 'ISA-PATTERN-B');
    expect(findings).to.have.length(8);
    expect(evidence[0]).to.match(/^8 findings speak against it: 8 \w+\.$/);
    expect(evidence.join('\n')).to.not.include('h0.example');
    const one = { 'namedCredentials/C0.namedCredential': many['namedCredentials/C0.namedCredential']! };
    expect(answerIn(collected(one), 'ISA-PATTERN-B').evidence[1]).to.include('h0.example');
  });

  it('makes what is accepted attested where nothing else is open', async () => {
    const files = await good({ files: accepting('certificate-shared-mtls-and-signing') });
    const shared: Files = {
      ...files,
      'sf-isa.suppressions.yml': files['sf-isa.suppressions.yml']!.replace(
        'NamedCredential:Bank',
        'ExternalCredential:Bank'
      ),
      'externalCredentials/Bank.externalCredential': files['externalCredentials/Bank.externalCredential']!.replace(
        '>Signer<',
        '>Client<'
      ),
    };
    const answer = answerIn(collected(shared), 'ISA-CHECK-4');
    expect([answer.verdict, answer.findings]).to.deep.equal(['attested', []]);
    expect(answer.evidence.at(-1)).to.equal(
      'External Credential Bank: accepted by a@bank.example until 2027-01-31 as accepted risk: Replaced in January.'
    );
    const port = await good({ files: accepting('named-credential-mtls-port-missing') });
    const wrongPort = {
      ...port,
      'namedCredentials/Bank.namedCredential': namedCredential('https://emea.my.salesforce.com', {
        external: 'Bank',
        certificate: 'Client',
      }),
    };
    expect(verdictOf(collected(wrongPort), 'ISA-CHECK-5')).to.equal('attested');
  });

  it('leaves to a person what an accepted finding does not answer', () => {
    expect(
      answerIn(collected({ ...cleartext, ...accepting('endpoint-cleartext') }), 'ZT-PATTERN-1').verdict
    ).to.not.equal('attested');
  });

  it('takes the word of people for what metadata cannot show', () => {
    const answerTo = (control: string, status: string, files: Files = {}): ControlAnswer =>
      answerIn(collected({ ...machineApp('ERP'), ...files, ...config(...attesting(control, status)) }), control);
    const backups = answerTo('ZT-CHECK-7', 'met');
    expect(backups).to.deep.equal({
      control: 'ZT-CHECK-7',
      verdict: 'attested',
      evidence: ['ciso@bank.example said on 2026-10-02 that it is met: Runbook 7 in the wiki.'],
      rules: [],
      findings: [],
      attestation: {
        control: 'ZT-CHECK-7',
        status: 'met',
        evidence: 'Runbook 7 in the wiki',
        by: 'ciso@bank.example',
        on: '2026-10-02',
      },
    });
    expect(answerTo('ZT-CHECK-7', 'not-met').verdict).to.equal('failed');
    expect(answerTo('ZT-CHECK-7', 'not-applicable').verdict).to.equal('not-applicable');
    expect(answerIn(collected(machineApp('ERP')), 'ZT-CHECK-7')).to.deep.include({
      verdict: 'person',
      evidence: ['Backups are made and kept outside the org.'],
      attestation: null,
    });
    const against = answerTo('ISA-PATTERN-B', 'met', cleartext);
    expect(against.verdict).to.equal('failed');
    expect(against.evidence).to.include('ciso@bank.example said on 2026-10-02 that it is met: Runbook 7 in the wiki.');
  });

  it('does not let a word make less of what the data settle', async () => {
    expect(verdictOf(collected(await good({ more: attesting('ISA-CHECK-5', 'met') })), 'ISA-CHECK-5')).to.equal('met');
  });
});

describe('answers: several orgs', () => {
  const org = (name: string, files: Files, ...lines: readonly string[]): Files => ({
    [`orgs/${name}/sfdx-project.json`]: '{"packageDirectories":[{"path":"app"}]}',
    [`orgs/${name}/sf-isa.yml`]: ['version: 1', ...lines, ''].join('\n'),
    ...Object.fromEntries(Object.entries(files).map(([path, text]) => [`orgs/${name}/app/${path}`, text])),
  });

  it('is about all of them, and names the org that a line is about', () => {
    const data = collected({
      ...org('hq', {}, 'org: { certificates: { inUse: 5 } }'),
      ...org('emea', {}, 'org: { certificates: { inUse: 50 } }'),
      ...org('apac', {}),
    });
    expect(answerIn(data, 'ISA-CHECK-2')).to.deep.include({
      verdict: 'failed',
      evidence: [
        '1 finding speaks against it: 1 high.',
        'emea: high: Project belongs to an org that uses 50 certificates, as org.certificates.inUse says; 50 is the commonly reported limit of an org.',
        'emea: The org has 50 certificates, and the design adds 0: 50 of 50.',
        'apac: How many certificates the org has is not written down (org.certificates.inUse); Setup shows it.',
        'hq: The org has 5 certificates, and the design adds 0: 5 of 50.',
      ],
    });
    expect(answerIn(data, 'ISA-CHECK-5').evidence).to.deep.equal([
      'No callout of the project presents a client certificate.',
    ]);
  });

  it('counts one gateway of several registers once', () => {
    const gateway = ['gateways:', '  - { id: edge, name: Edge, hosts: [edge.example], controls: [rate-limit] }'];
    const data = collected({ ...org('hq', {}, ...gateway), ...org('emea', {}, ...gateway) });
    expect(answerIn(data, 'ZT-CHECK-15').evidence).to.include('Edge limits rates or inspects, as gateways says.');
  });

  it('needs the word of each', () => {
    const both = collected({
      ...org('hq', {}, ...attesting('ZT-CHECK-7', 'met')),
      ...org('emea', {}, ...attesting('ZT-CHECK-7', 'met')),
    });
    expect(verdictOf(both, 'ZT-CHECK-7')).to.equal('attested');
    const one = answerIn(
      collected({ ...org('hq', {}, ...attesting('ZT-CHECK-7', 'met')), ...org('emea', {}) }),
      'ZT-CHECK-7'
    );
    expect(one.verdict).to.equal('person');
    expect(one.evidence.slice(0, 2)).to.deep.equal([
      'hq: ciso@bank.example said on 2026-10-02 that it is met: Runbook 7 in the wiki.',
      'emea: Nobody has said how it stands.',
    ]);
  });

  it('knows both ends of a call between them', async () => {
    const files = async (target: Files): Promise<Files> => ({
      ...org(
        'hq',
        {
          'certs/Client.crt': await maker.pem('client'),
          'certs/Client.crt-meta.xml': meta,
          'namedCredentials/Emea.namedCredential': namedCredential('https://emea.my.salesforce.com:8443', {
            certificate: 'Client',
            external: 'Emea',
          }),
          'externalCredentials/Emea.externalCredential': externalCredential('Oauth'),
        },
        'org: { myDomain: hq.my.salesforce.com }'
      ),
      ...org('emea', target, 'org: { myDomain: emea.my.salesforce.com }'),
    });
    const trusting: Files = {
      ...ENFORCED,
      'inboundCertificates/Hq.inboundCertificate': xml(
        'InboundCertificate',
        elements({ certificate: await maker.base64('client'), masterLabel: 'Hq' })
      ),
    };
    const met = answerIn(collected(await files(trusting)), 'ZT-CHECK-1');
    expect([met.verdict, met.evidence[0]]).to.deep.equal([
      'met',
      'hq: 1 of 1 call to other orgs is mutual TLS at both ends.',
    ]);
    const open = answerIn(collected(await files(ENFORCED)), 'ZT-CHECK-1');
    expect(open.evidence.join('\n')).to.include('the project of emea has no Mutual Authentication Certificate.');
    expect(open.verdict).to.not.equal('met');
  });
});

describe('answers: what metadata shows of the zero-trust patterns', () => {
  it('stands before what only people know', () => {
    const files: Files = {
      'permissionsets/Order_Sync.permissionset': holder('PermissionSet', {
        permissions: ['ApiUserOnly'],
        objects: { Contact: 'ru', Account: 'rv' },
        more: [
          '<hasActivationRequired>true</hasActivationRequired>',
          ...['SSN__c', 'Nickname__c'].map(
            (name) =>
              `<fieldPermissions>${elements({ editable: 'false', field: `Contact.${name}`, readable: 'true' })}</fieldPermissions>`
          ),
        ].join(''),
      }),
      'settings/Event.settings': xml('EventSettings', '<enableEventLogGeneration>true</enableEventLogGeneration>'),
      'settings/RealTimeEvent.settings': xml(
        'RealTimeEventSettings',
        `<realTimeEvents>${elements({ entityName: 'ApiEvent', isEnabled: 'true' })}</realTimeEvents>`
      ),
      'transactionSecurityPolicies/Exports.transactionSecurityPolicy': xml(
        'TransactionSecurityPolicy',
        elements({ active: 'true', eventName: 'ApiEvent', masterLabel: 'x' })
      ),
      'objects/Contact/fields/SSN__c.field-meta.xml': xml(
        'CustomField',
        elements({ fullName: 'SSN__c', securityClassification: 'Restricted', type: 'EncryptedText' })
      ),
      // Classified as harmless, so that nobody has to encrypt it.
      'objects/Contact/fields/Nickname__c.field-meta.xml': xml(
        'CustomField',
        elements({ fullName: 'Nickname__c', securityClassification: 'Internal', type: 'Text' })
      ),
    };
    const data = collected(files);
    const first = (control: string): string => answerIn(data, control).evidence.join(' ');
    expect(first('ZT-PATTERN-2')).to.include('1 sync identity has access to 2 objects, with 2 field permissions.');
    expect(first('ZT-PATTERN-2')).to.include('1 field permission is for sensitive fields.');
    expect(first('ZT-PATTERN-2')).to.include('None of them has an administrative permission.');
    expect(first('ZT-PATTERN-3')).to.include('1 field of the project is classified as sensitive, 1 of them encrypted.');
    expect(first('ZT-PATTERN-5')).to.include('Event Monitoring writes log files, by the settings of the project.');
    expect(first('ZT-PATTERN-5')).to.include('Switched on of Real-Time Event Monitoring: ApiEvent.');
    expect(first('ZT-PATTERN-5')).to.include('1 transaction security policy is active: Exports.');
    expect(first('ZT-PATTERN-7')).to.include(
      '1 of 1 permission set or group asks for the activation of a session: Order_Sync.'
    );
    expect(verdictOf(data, 'ZT-PATTERN-7')).to.equal('person');
    expect(answerIn(data, 'ZT-PATTERN-7').evidence.at(-1)).to.equal(
      'Assignments and the day they end are data of the org.'
    );
    const attested = collected({ ...files, ...config(...attesting('ZT-PATTERN-7', 'met')) });
    expect(verdictOf(attested, 'ZT-PATTERN-7')).to.equal('attested');
  });
});
