import { expect } from 'chai';
import { elements, externalCredential, holder, namedCredential, xml } from '../inventory/samples.js';
import { certificateMaker } from '../support/certificates.js';
import { answerIn, collected, config, decisionIn, entry, machineApp, type Files } from './collected.js';

const DATES = { notBefore: '2026-06-15', notAfter: '2027-06-15' };
const maker = certificateMaker({ client: { subject: 'CN=Client', ...DATES } });
const meta = xml('Certificate', elements({ caSigned: 'true', masterLabel: 'x' }));

const ENFORCED: Files = {
  'permissionsets/Sync.permissionset': holder('PermissionSet', {
    permissions: ['ApiUserOnly', 'EnforceMutualAuthentication'],
  }),
};
const NOT_ENFORCED: Files = {
  'permissionsets/Sync.permissionset': holder('PermissionSet', { permissions: ['ApiUserOnly'] }),
};
const HYPERFORCE = ['org:', '  infrastructure: hyperforce'];
const FIRST_PARTY = ['org:', '  infrastructure: first-party'];
const inRegister = (more: string): readonly string[] => ['integrations:', entry('erp', 'ConnectedApp:ERP', more)];
const LOW = 'dataClassification: [internal]';

const OAUTH: Files = {
  'externalCredentials/Bank.externalCredential': externalCredential('Oauth', {
    parameters: [{ parameterName: 'AuthProvider', parameterType: 'AuthProvider', authProvider: 'Bank' }],
  }),
};
const callout = (url: string, certificate?: string): Files => ({
  ...OAUTH,
  'namedCredentials/Bank.namedCredential': namedCredential(url, {
    external: 'Bank',
    ...(certificate === undefined ? {} : { certificate }),
  }),
});
const bank = (more: string, ...others: readonly string[]): Files =>
  config(
    'integrations:',
    entry('bank', 'NamedCredential:Bank', `ipAllowlist: false, ${LOW}${more === '' ? '' : `, ${more}`}`),
    ...others
  );

describe('decisions on what calls the org', () => {
  it('asks for mutual TLS and OAuth on Hyperforce, and is content with both', () => {
    const decision = decisionIn(
      { ...machineApp('ERP'), ...ENFORCED, ...config(...HYPERFORCE, ...inRegister(LOW)) },
      'erp'
    );
    expect(decision).to.deep.equal({
      controls: ['ISA-DECISION-1'],
      recommended: 'Mutual TLS on port 8443 of the My Domain host and OAuth 2.0 Client Credentials',
      reason:
        'A system calls an org on Hyperforce: a network address says nothing about who calls, and addresses change.',
      verdict: 'met',
      gaps: [],
      privateConnect: { disposition: null, reason: 'Its data do not ask for it.', isDue: false },
      gateway: null,
      ipAllowlist: null,
    });
  });

  it('leaves open what neither the metadata nor the register says', () => {
    const { verdict, gaps, controls } = decisionIn({ ...machineApp('ERP'), ...NOT_ENFORCED }, 'ConnectedApp:ERP');
    expect([verdict, controls]).to.deep.equal(['person', ['ISA-DECISION-1']]);
    expect(gaps).to.deep.equal([
      'It is not in the register: write down who owns it, what data it carries and whether mutual TLS is its duty, in integrations of sf-isa.yml.',
      'Where the org runs is not written down: Setup shows it under Company Information, org.infrastructure keeps it.',
      'Whether its clients present a certificate is not known, since no permission set or profile of the project enforces mutual TLS: find out which users sign in by it.',
    ]);
  });

  it('fails a duty that nothing of the project enforces, and no other: projects are often partial', () => {
    const registered = (more: string): Files => config(...HYPERFORCE, ...inRegister(`${LOW}${more}`));
    const failed = decisionIn({ ...machineApp('ERP'), ...NOT_ENFORCED, ...registered(', mtls: required') }, 'erp');
    expect([failed.verdict, failed.gaps]).to.deep.equal([
      'failed',
      [
        'Its clients need no certificate, since no permission set or profile of the project enforces mutual TLS, which the register asks for.',
      ],
    ]);
    expect(decisionIn({ ...machineApp('ERP'), ...NOT_ENFORCED, ...registered('') }, 'erp').verdict).to.equal('person');
    // Nothing that could enforce it is in the project, or something is.
    const elsewhere = {
      'permissionsets/Other.permissionset': holder('PermissionSet', { permissions: ['EnforceMutualAuthentication'] }),
    };
    for (const others of [{}, { ...NOT_ENFORCED, ...elsewhere }]) {
      const open = decisionIn({ ...machineApp('ERP'), ...others, ...registered(', mtls: required') }, 'erp');
      expect(open.verdict).to.equal('person');
      expect(open.gaps).to.deep.equal([
        'Whether its clients present a certificate is not known, since nothing that the app names has the permission that enforces it: find out which users sign in by it.',
      ]);
    }
  });

  it('asks for PKCE where people sign in, and fails what the rules find there', () => {
    const tablet = (callback: string, more = ''): Files => ({
      'connectedApps/Tablet.connectedApp': xml(
        'ConnectedApp',
        `<label>x</label><oauthConfig>${elements({ callbackUrl: callback, isAdminApproved: 'true', isPkceRequired: 'true' })}<scopes>Api</scopes></oauthConfig>${more}`
      ),
    });
    const register = (more = ''): Files =>
      config(...HYPERFORCE, 'integrations:', entry('tablet', 'ConnectedApp:Tablet', `${LOW}${more}`));
    const good = decisionIn({ ...tablet('https://tablet.example/done'), ...register() }, 'tablet');
    expect(good).to.deep.include({
      controls: [],
      recommended: 'OAuth 2.0 Web Server Flow with PKCE',
      verdict: 'met',
      gaps: [],
    });
    const clear = decisionIn({ ...tablet('http://tablet.example/done'), ...register() }, 'tablet');
    expect([clear.verdict, clear.gaps]).to.deep.equal([
      'failed',
      ['Connected App Tablet has its authorization codes sent in clear text to http://tablet.example/done.'],
    ]);
    // A machine uses it by the word of the register, or by what it grants.
    const sync = '<permissionSetName>Sync</permissionSetName>';
    for (const files of [
      { ...tablet('https://tablet.example/done'), ...register(', mtls: required') },
      { ...tablet('https://tablet.example/done', sync), ...NOT_ENFORCED, ...register() },
    ]) {
      expect(decisionIn(files, 'tablet').recommended).to.match(/^Mutual TLS on port 8443/);
    }
    // It is no way in that a gateway could take.
    const crowd = { ...machineApp('ERP'), ...ENFORCED, ...tablet('https://tablet.example/done') };
    expect(decisionIn(crowd, 'ConnectedApp:ERP').controls).to.not.include('ISA-DECISION-6');
  });

  it('takes the word of the register that mutual TLS is of no use', () => {
    const files = {
      ...machineApp('ERP'),
      ...NOT_ENFORCED,
      ...config(...HYPERFORCE, ...inRegister(`${LOW}, mtls: not-applicable`)),
    };
    expect(decisionIn(files, 'erp')).to.include({ verdict: 'attested' });
  });

  it("lets an IP list do for low risk in Salesforce's own data centres", () => {
    const low = decisionIn(
      { ...machineApp('ERP'), ...NOT_ENFORCED, ...config(...FIRST_PARTY, ...inRegister(LOW)) },
      'erp'
    );
    expect(low.controls).to.deep.equal(['ISA-DECISION-2']);
    expect(low.recommended).to.equal("An IP list of the caller's fixed addresses and OAuth 2.0 Client Credentials");
    expect(low.verdict).to.equal('person');
    expect(low.gaps[0]).to.match(/^Which login IP ranges its user has is not in the app/);

    const relaxed = `<oauthPolicy>${elements({ ipRelaxation: 'BYPASS' })}</oauthPolicy>`;
    const bypassed = decisionIn(
      { ...machineApp('ERP', relaxed), ...NOT_ENFORCED, ...config(...FIRST_PARTY, ...inRegister(LOW)) },
      'erp'
    );
    expect([bypassed.verdict, bypassed.gaps]).to.deep.equal([
      'failed',
      ['Login IP ranges do not hold for it: its IP relaxation is BYPASS.'],
    ]);

    const sensitive = decisionIn(
      { ...machineApp('ERP'), ...ENFORCED, ...config(...FIRST_PARTY, ...inRegister('dataClassification: [pci]')) },
      'erp'
    );
    expect(sensitive.controls).to.deep.equal(['ISA-DECISION-3']);
    expect(sensitive.recommended).to.match(/^Mutual TLS on port 8443/);
  });

  it('puts Private Connect first where the register says that it is used, and asks for its licence', () => {
    const used = "dataClassification: [pii], privateConnect: { disposition: used, reason: 'Law asks for it' }";
    const files = (licence: string): Files => ({
      ...machineApp('ERP'),
      ...NOT_ENFORCED,
      ...config(...HYPERFORCE, `  privateConnect: ${licence}`, ...inRegister(used)),
    });
    const licensed = decisionIn(files('licensed'), 'erp');
    expect(licensed).to.deep.include({
      controls: ['ISA-DECISION-3'],
      recommended: 'Private Connect on port 443 and OAuth 2.0 Client Credentials',
      reason: 'The register says that it comes over Private Connect: Law asks for it.',
      verdict: 'met',
      privateConnect: { disposition: 'used', reason: 'Law asks for it', isDue: true },
    });
    expect(decisionIn(files('unknown'), 'erp')).to.deep.include({
      verdict: 'person',
      gaps: ['Whether Private Connect is licensed is not written down: say so in org.privateConnect.'],
    });
    expect(decisionIn(files('not-licensed'), 'erp')).to.include({ verdict: 'failed' });
  });

  it('asks for a disposition where the data are sensitive', () => {
    const decision = decisionIn(
      { ...machineApp('ERP'), ...ENFORCED, ...config(...HYPERFORCE, ...inRegister('dataClassification: [phi]')) },
      'erp'
    );
    expect(decision.privateConnect).to.deep.equal({
      disposition: null,
      reason: 'Its data are sensitive, and nobody has decided yet.',
      isDue: true,
    });
    expect(decision).to.deep.include({
      verdict: 'person',
      controls: ['ISA-DECISION-1', 'ISA-DECISION-3'],
      gaps: [
        'Its data are sensitive: decide on Private Connect, and write the outcome and its reason into privateConnect.',
      ],
    });
  });

  it('counts ways in, and takes one gateway for an answer', () => {
    const gateway = ['gateways:', '  - { id: edge, hosts: [api.bank.example], controls: [mtls, oauth] }'];
    const files = (more: string): Files => ({
      ...machineApp('ERP'),
      ...machineApp('CRM'),
      ...ENFORCED,
      ...config(...HYPERFORCE, ...gateway, ...inRegister(`${LOW}${more}`)),
    });
    const open = decisionIn(files(''), 'erp');
    expect([open.verdict, open.controls]).to.deep.equal(['person', ['ISA-DECISION-1', 'ISA-DECISION-6']]);
    expect(open.gaps).to.deep.equal([
      '2 apps let systems in: decide whether they come through one gateway, and say so in gateway or mtls.',
    ]);
    // The word of the register is enough, and what the metadata enforce is more.
    const behind = files(', gateway: edge');
    expect(decisionIn({ ...behind, ...NOT_ENFORCED }, 'erp')).to.deep.include({
      verdict: 'attested',
      gateway: 'edge',
      gaps: [],
    });
    expect(decisionIn(behind, 'erp')).to.deep.include({ verdict: 'met', gateway: 'edge' });
  });

  it('has nothing to say of an app that opens no flow', () => {
    const files = { 'connectedApps/SSO.connectedApp': xml('ConnectedApp', '<label>SSO</label>') };
    expect(decisionIn(files, 'ConnectedApp:SSO')).to.deep.include({
      verdict: 'not-applicable',
      gaps: [],
      reason: 'The app opens no OAuth flow, so that nothing calls the org by it.',
    });
  });
});

describe('decisions on what the org calls', () => {
  it('is content with a client certificate, the port and OAuth', () => {
    expect(
      decisionIn({ ...callout('https://bank.example:9443', 'Client'), ...bank('mtls: required') }, 'bank')
    ).to.deep.equal({
      controls: ['ISA-DECISION-4'],
      recommended: 'Mutual TLS on the port that the partner names and OAuth 2.0 Browser',
      reason: 'The register says that mutual TLS is its duty.',
      verdict: 'met',
      gaps: [],
      privateConnect: { disposition: null, reason: 'Its data do not ask for it.', isDue: false },
      gateway: null,
      ipAllowlist: false,
    });
  });

  it('fails a duty without a certificate, and the wrong port of another org', () => {
    expect(decisionIn({ ...callout('https://bank.example'), ...bank('mtls: required') }, 'bank')).to.deep.include({
      verdict: 'failed',
      gaps: ['Mutual TLS does not take place: no client certificate.'],
    });
    expect(decisionIn({ ...callout('https://emea.my.salesforce.com', 'Client'), ...bank('') }, 'bank')).to.deep.include(
      {
        recommended: 'Mutual TLS on port 8443 of the My Domain host and OAuth 2.0 Browser',
        verdict: 'failed',
        gaps: [
          'Named Credential Bank never presents its client certificate: emea.my.salesforce.com asks for one on port 8443 only, and the URL names no port.',
        ],
      }
    );
  });

  it('does not take a missing certificate for a failure where nobody asks for one', () => {
    expect(decisionIn({ ...callout('https://bank.example'), ...bank('') }, 'bank')).to.deep.include({
      recommended: 'Mutual TLS if the partner asks for a certificate, and OAuth 2.0 Browser',
      verdict: 'person',
      gaps: [
        'Whether the other end asks for a client certificate is not known: ask its owner, and say so in mtls of the register.',
      ],
    });
    expect(decisionIn({ ...callout('https://bank.example'), ...bank('mtls: not-applicable') }, 'bank')).to.deep.include(
      {
        controls: [],
        verdict: 'attested',
        recommended: 'TLS and OAuth 2.0 Browser, without a client certificate',
      }
    );
  });

  it('says where a firewall lists addresses of Salesforce', () => {
    const files = (infrastructure: string, allowlist: string): Files => ({
      ...callout('https://bank.example:9443', 'Client'),
      ...config(
        'org:',
        `  infrastructure: ${infrastructure}`,
        'integrations:',
        entry('bank', 'NamedCredential:Bank', `${LOW}${allowlist}`)
      ),
    });
    const verdictOf = (infrastructure: string, allowlist: string): string => {
      const { verdict, ipAllowlist } = decisionIn(files(infrastructure, allowlist), 'bank');
      return `${verdict} ${ipAllowlist}`;
    };
    expect(verdictOf('hyperforce', ', ipAllowlist: true')).to.equal('failed true');
    expect(verdictOf('unknown', ', ipAllowlist: true')).to.equal('person true');
    expect(verdictOf('first-party', ', ipAllowlist: true')).to.equal('met true');
    expect(verdictOf('hyperforce', '')).to.equal('person null');
    expect(verdictOf('first-party', '')).to.equal('met null');
  });

  it('fails http, passwords and session IDs', () => {
    const http = decisionIn({ ...callout('http://bank.example'), ...bank('mtls: not-applicable') }, 'bank');
    expect(http.gaps).to.deep.equal(['It goes over http, where everybody on the way can read and change it.']);
    const legacy = {
      'namedCredentials/Bank.namedCredential': xml(
        'NamedCredential',
        elements({ endpoint: 'https://bank.example', label: 'x', principalType: 'NamedUser', protocol: 'Password' })
      ),
      ...bank('mtls: not-applicable'),
    };
    expect(decisionIn(legacy, 'bank')).to.deep.include({
      verdict: 'failed',
      gaps: ['It signs in with a password (Password), where OAuth 2.0 would have tokens that end.'],
    });
    const message = elements({
      fullName: 'Orders',
      endpointUrl: 'https://bank.example/in',
      includeSessionId: 'true',
      integrationUser: 'a@b.example',
      name: 'Orders',
    });
    const workflow = {
      'workflows/Account.workflow': xml('Workflow', `<outboundMessages>${message}</outboundMessages>`),
      ...config(
        'integrations:',
        entry('bank', 'WorkflowOutboundMessage:Account.Orders', `mtls: not-applicable, ipAllowlist: false, ${LOW}`)
      ),
    };
    expect(decisionIn(workflow, 'bank')).to.deep.include({
      verdict: 'failed',
      gaps: ['It sends a session ID, which opens the org to whoever reads it; let the receiver sign in with OAuth.'],
    });
  });

  it('asks what Apex does behind a remote site', () => {
    const files = {
      'remoteSiteSettings/Bank.remoteSite': xml(
        'RemoteSiteSetting',
        elements({ disableProtocolSecurity: 'false', isActive: 'true', url: 'https://bank.example' })
      ),
      ...config('integrations:', entry('bank', 'RemoteSiteSetting:Bank', `ipAllowlist: false, ${LOW}`)),
    };
    expect(decisionIn(files, 'bank')).to.deep.include({
      verdict: 'person',
      gaps: [
        'A remote site says only that Apex may call the host: find out how that code authenticates, or let it use a Named Credential.',
      ],
    });
  });

  it('knows a gateway by the register and by its host, and who goes past it', () => {
    const gateways = (controls: string): string[] => [
      'gateways:',
      `  - { id: edge, name: Edge, hosts: ['*.gateway.example']${controls} }`,
    ];
    const byHost = decisionIn(
      { ...callout('https://api.gateway.example'), ...bank('', ...gateways(', controls: [mtls]')) },
      'bank'
    );
    expect(byHost).to.deep.include({ gateway: 'edge', verdict: 'attested', reason: 'Its host is one of the gateway.' });
    const unsaid = decisionIn({ ...callout('https://api.gateway.example'), ...bank('', ...gateways('')) }, 'bank');
    expect(unsaid).to.deep.include({
      verdict: 'person',
      gaps: ['What the gateway edge sees to is not written down: say so in controls of gateways.'],
    });
    const past = decisionIn(
      { ...callout('https://bank.example'), ...bank('gateway: edge', ...gateways(', controls: [mtls]')) },
      'bank'
    );
    expect(past).to.deep.include({
      gateway: 'edge',
      verdict: 'failed',
      gaps: ['It is meant to go through the gateway edge, and calls bank.example past it.'],
    });
  });

  it('takes a private connection for Private Connect, and misses one that is meant', () => {
    const files = (connection: string | undefined, said: string): Files => ({
      ...OAUTH,
      'namedCredentials/Bank.namedCredential': namedCredential('https://bank.example', {
        external: 'Bank',
        ...(connection === undefined ? {} : { connection }),
      }),
      ...config(
        'org:',
        '  privateConnect: licensed',
        'integrations:',
        entry('bank', 'NamedCredential:Bank', `${LOW}, ipAllowlist: false${said}`)
      ),
    });
    const used = ", privateConnect: { disposition: used, reason: 'Law asks for it' }";
    expect(decisionIn(files('Link', used), 'bank')).to.deep.include({
      controls: ['ISA-DECISION-3'],
      verdict: 'met',
      recommended: 'Private Connect and OAuth 2.0 Browser',
    });
    expect(decisionIn(files(undefined, used), 'bank')).to.deep.include({
      verdict: 'failed',
      gaps: ['The register says that it uses Private Connect, and its metadata names no private connection.'],
    });
  });

  it('fails a key with two jobs', async () => {
    const files = async (signing: string): Promise<Files> => ({
      'externalCredentials/Bank.externalCredential': externalCredential('Oauth', {
        parameters: [
          { parameterName: 'x', parameterType: 'AuthProtocolVariant', parameterValue: 'JwtBearer' },
          { parameterName: 'SigningCertificate', parameterType: 'SigningCertificate', certificate: signing },
        ],
      }),
      'namedCredentials/Bank.namedCredential': namedCredential('https://bank.example:9443', {
        external: 'Bank',
        certificate: 'Client',
      }),
      'certs/Client.crt': await maker.pem('client'),
      'certs/Client.crt-meta.xml': meta,
      ...bank('mtls: required'),
    });
    expect(decisionIn(await files('Client'), 'bank')).to.deep.include({
      controls: ['ISA-DECISION-4', 'ISA-DECISION-7'],
      recommended: 'Mutual TLS on the port that the partner names and OAuth 2.0 JWT Bearer',
      verdict: 'failed',
      gaps: ['One key is presented in the TLS handshake and signs tokens as well: let it sign with another one.'],
    });
    expect(decisionIn(await files('Signer'), 'bank')).to.deep.include({ verdict: 'met' });
  });

  it('thinks of a gateway where certificates run out', () => {
    const files = (inUse: number, mtls: string): Files => ({
      ...callout('https://bank.example:9443', 'Client'),
      ...bank(mtls, 'org:', '  certificates:', `    inUse: ${inUse}`, '    planned: [{ name: Next }]'),
    });
    expect(decisionIn(files(39, ''), 'bank')).to.deep.include({
      controls: ['ISA-DECISION-4', 'ISA-DECISION-5'],
      verdict: 'person',
      gaps: ['The org has 40 certificates, and this needs one of its own: decide whether it goes through a gateway.'],
    });
    expect(decisionIn(files(38, ''), 'bank')).to.deep.include({ controls: ['ISA-DECISION-4'], verdict: 'met' });
    expect(decisionIn(files(39, 'mtls: required'), 'bank')).to.include({ verdict: 'met' });
  });

  it('has nothing to say of what is switched off', () => {
    const files = {
      'namedCredentials/Bank.namedCredential': namedCredential('https://bank.example', {
        more: '<calloutStatus>Disabled</calloutStatus>',
      }),
    };
    expect(decisionIn(files, 'NamedCredential:Bank')).to.deep.include({
      verdict: 'not-applicable',
      reason: 'It is switched off.',
    });
  });
});

describe('decisions between orgs of one report', () => {
  const org = (name: string, files: Files, ...lines: readonly string[]): Files => ({
    [`orgs/${name}/sfdx-project.json`]: '{"packageDirectories":[{"path":"app"}]}',
    [`orgs/${name}/sf-isa.yml`]: [
      'version: 1',
      'org:',
      `  myDomain: ${name}.my.salesforce.com`,
      '  infrastructure: hyperforce',
      '  certificates: { inUse: 45 }',
      'integrations:',
      ...lines,
      '',
    ].join('\n'),
    ...Object.fromEntries(Object.entries(files).map(([path, text]) => [`orgs/${name}/app/${path}`, text])),
  });
  const two = (target: Files): Files => ({
    ...org(
      'hq',
      callout('https://emea.my.salesforce.com:8443', 'Client'),
      entry('sync', 'NamedCredential:Bank', 'dataClassification: [pii]')
    ),
    ...org(
      'emea',
      { ...machineApp('ERP'), ...machineApp('CRM'), ...target },
      entry('sync', 'ConnectedApp:ERP', 'dataClassification: [pii]')
    ),
  });
  const decisions = (files: Files): ReadonlyMap<string, ReturnType<typeof decisionIn>> =>
    new Map(collected(files).integrations.map(({ project, id, decision }) => [`${project} ${id}`, decision]));
  const decide =
    'Its data are sensitive: write into privateConnect that it is not applicable, since mutual TLS on port 8443 between two orgs rules it out, or what else you decide.';

  it('fail at both ends where the called org does not enforce what the calling one presents', () => {
    const all = decisions(two(NOT_ENFORCED));
    const [out, into] = [all.get('orgs/hq sync')!, all.get('orgs/emea sync')!];
    expect([out.verdict, out.gaps]).to.deep.equal([
      'failed',
      [
        'Named Credential Bank of hq calls emea with a client certificate, and no permission set or profile of emea has EnforceMutualAuthentication.',
        decide,
      ],
    ]);
    expect([into.verdict, into.gaps]).to.deep.equal([
      'failed',
      [
        'Its clients need no certificate, since no permission set or profile of the project enforces mutual TLS, though hq signs in by this app.',
        decide,
      ],
    ]);
  });

  it('ask for neither firewall, gateway nor Private Connect', () => {
    const all = decisions(two(ENFORCED));
    for (const end of ['orgs/hq sync', 'orgs/emea sync']) {
      const { verdict, gaps, controls, privateConnect } = all.get(end)!;
      expect([end, verdict, gaps]).to.deep.equal([end, 'person', [decide]]);
      expect(controls).to.not.include.members(['ISA-DECISION-5', 'ISA-DECISION-6']);
      expect(privateConnect.reason).to.equal(
        'Nobody has decided yet; mutual TLS on port 8443 between two orgs rules it out, since it comes in on port 443 only.'
      );
    }
    const { evidence } = answerIn(collected(two(ENFORCED)), 'ISA-CHECK-1');
    expect(evidence.join('\n')).to.not.include('ipAllowlist');
    // The other app is the only one that a gateway could take.
    expect(all.get('orgs/emea ConnectedApp:CRM')!.controls).to.not.include('ISA-DECISION-6');
  });
});

describe('decisions on what only the register knows', () => {
  it('follows the direction that it says, and asks for one', () => {
    const files = config(
      'integrations:',
      entry('esb', 'NamedCredential:Gone', `direction: inbound, ${LOW}`),
      entry('lake', 'NamedCredential:Lost', LOW)
    );
    const { integrations } = collected({
      ...files,
      'namedCredentials/Else.namedCredential': namedCredential('https://else.example'),
    });
    const [esb, lake] = ['esb', 'lake'].map((id) => integrations.find((row) => row.id === id)!.decision);
    expect(esb).to.deep.include({ controls: ['ISA-DECISION-1'], verdict: 'person' });
    expect(lake).to.deep.include({
      controls: [],
      verdict: 'person',
      recommended: 'To be chosen as soon as its direction is known',
    });
    expect(lake!.gaps).to.include('Who calls whom is not written down: say so in direction.');
  });
});
