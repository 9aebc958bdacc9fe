import { expect } from 'chai';
import { memoryFileSystem, scan, type Rule, type ScanReport } from '../../src/index.js';
import { judgeIdentifier, judgeNamed, judgeSecret, knownTokens, urlSecrets } from '../../src/model/secretValue.js';
import secretInMetadata from '../../src/rules/secret-in-metadata.js';
import { BASE64, BASE64_URL, DIGITS, drawer, HEX, LETTERS, UPPER } from '../support/draw.js';

const now = new Date('2026-11-22T00:00:00Z');

const draw = drawer(20261122);

/** Where a value is written: the file, and its text around the escaped value. */
interface Place {
  readonly path: string;
  readonly xml: (value: string) => string;
}
const root = (type: string, body: string): string =>
  `<?xml version="1.0"?><${type} xmlns="http://soap.sforce.com/2006/04/metadata"><label>Bank</label>${body}</${type}>`;
const leaf =
  (type: string, suffix: string, name: string, parent?: string): Place => ({
    path: `Bank.${suffix}-meta.xml`,
    xml: (value) => {
      const element = `<${name}>${value}</${name}>`;
      return root(type, parent === undefined ? element : `<${parent}>${element}</${parent}>`);
    },
  });
const parameter = (type: 'ExternalCredential' | 'NamedCredential', parameterType: string, name: string): Place => {
  const element = type === 'NamedCredential' ? 'namedCredentialParameters' : 'externalCredentialParameters';
  return {
    path: `Bank.${type === 'NamedCredential' ? 'namedCredential' : 'externalCredential'}-meta.xml`,
    xml: (value) =>
      root(
        type,
        `<${element}><parameterName>${name}</parameterName><parameterType>${parameterType}</parameterType><parameterValue>${value}</parameterValue></${element}>`
      ),
  };
};
const legacy = (name: string): Place => leaf('NamedCredential', 'namedCredential', name);
const password = legacy('password');
const url = parameter('NamedCredential', 'Url', 'Endpoint');
const httpHeader = (name: string): Place => parameter('NamedCredential', 'HttpHeader', name);
const authHeader = (name: string): Place => parameter('ExternalCredential', 'AuthHeader', name);
const authorization = httpHeader('Authorization');
const description = legacy('description');
const appSecret = leaf('ConnectedApp', 'connectedApp', 'consumerSecret', 'oauthConfig');
const providerSecret = leaf('AuthProvider', 'authprovider', 'consumerSecret');

interface Row {
  readonly title: string;
  readonly place: Place;
  readonly before: string;
  /** What must never be seen again; for the rows without one, the value. */
  readonly value: string;
  readonly after: string;
  readonly verdict: 'live' | 'none' | 'stand-in';
  /** Length of what all secrets of the kind begin with. */
  readonly prefix: number;
}
const live = (title: string, place: Place, value: string, { before = '', after = '', prefix = 0 } = {}): Row => ({
  title,
  place,
  before,
  value,
  after,
  verdict: 'live',
  prefix,
});
const none = (title: string, place: Place, value: string): Row => ({ ...live(title, place, value), verdict: 'none' });
const word = (value: string): Row => ({ ...live(`a word, ${value}`, password, value), verdict: 'stand-in' });

/** A token of a known shape: its prefix is put before it only here, so that no file of ours holds one. */
const token = (prefix: string, length: number, alphabet = LETTERS + DIGITS): string => prefix + draw(length, alphabet);
const jwt = (): string => {
  const part = (claims: object): string => Buffer.from(JSON.stringify(claims)).toString('base64url');
  return `${part({ alg: 'RS256', kid: draw(8) })}.${part({ sub: draw(12), exp: 1 })}.${draw(86, BASE64_URL)}`;
};
const uuid = (): string => [8, 4, 4, 4, 12].map((length) => draw(length, HEX)).join('-');
const basic = (text: string): string => Buffer.from(text).toString('base64');

const KNOWN: ReadonlyArray<readonly [string, string, number]> = [
  ['GitHub, classic', token('ghp' + '_', 36), 4],
  ['GitHub, OAuth', token('gho' + '_', 36), 4],
  ['GitHub, server', token('ghs' + '_', 36), 4],
  ['GitHub, fine-grained', token('github' + '_pat_', 82), 11],
  ['GitLab', token('glpat' + '-', 20), 6],
  ['Slack, bot', `${'xoxb'}-${draw(12, DIGITS)}-${draw(12, DIGITS)}-${draw(24)}`, 5],
  ['Slack, user', `${'xoxp'}-${draw(12, DIGITS)}-${draw(32, HEX)}`, 5],
  ['Google API key', token('AI' + 'za', 35, BASE64_URL), 4],
  ['Google client secret', token('GOCS' + 'PX-', 28, BASE64_URL), 7],
  ['Stripe, secret', token('sk_' + 'live_', 24), 8],
  ['Stripe, restricted', token('rk_' + 'live_', 99), 8],
  ['JSON Web Token', jwt(), 3],
  ['SendGrid', `${'SG'}.${draw(22, BASE64_URL)}.${draw(43, BASE64_URL)}`, 3],
  ['OpenAI', token('sk' + '-', 48), 3],
  ['OpenAI, project', token('sk' + '-proj-', 60, BASE64_URL), 8],
  ['Anthropic', token('sk' + '-ant-', 95, BASE64_URL), 7],
  ['npm', token('npm' + '_', 36), 4],
  ['Shopify', token('shp' + 'at_', 32, HEX), 6],
  ['Atlassian', token('ATA' + 'TT3', 186, BASE64_URL), 6],
  ['Vault', token('hv' + 's.', 90), 4],
  ['Databricks', token('da' + 'pi', 32, HEX), 4],
];

const OTHER_TOKENS: readonly Row[] = [
  live('a Salesforce session id', description, draw(96, `${LETTERS}${DIGITS}._`), { before: `00D${draw(12)}!` }),
  live('a Salesforce session id with an 18-character org id', authHeader('X-Sfdc'), draw(96), { before: `00D${draw(15)}!` }),
  live('an AWS secret beside its key id', description, draw(40, BASE64), { before: `AKIA${draw(16, UPPER)}:` }),
  live('an Azure shared access signature', url, draw(43), {
    before: 'https://files.example/share?se=2027-01-01&sig=',
    after: '%3D&sv=2024-11-04',
  }),
  live('an Azure account key', description, `${draw(86, BASE64)}==`, { before: 'AccountName=bank;AccountKey=' }),
  live('a Service Bus key', description, `${draw(43, BASE64)}=`, { before: 'SharedAccessKeyName=x;SharedAccessKey=' }),
  live('a Slack webhook', url, `T${draw(8)}/B${draw(8)}/${draw(24)}`, { before: 'https://hooks.slack.com/services/' }),
  live('a private key in a value', legacy('description'), draw(164, BASE64), {
    before: '-----BEGIN EC PRIVATE KEY-----\n',
    after: '\n-----END EC PRIVATE KEY-----',
  }),
  live('a private key on one line', authHeader('X-Note'), draw(164, BASE64), { before: '-----BEGIN PRIVATE KEY-----\\n' }),
  live('a token in the name of a header', { ...authorization, xml: (value) => httpHeader(value).xml('1') }, token('ghp' + '_', 36), { prefix: 4 }),
];

const ELEMENTS: readonly Row[] = [
  live('a password', password, 'Winter-Harvest-77!'),
  live('a password in words', password, 'correct horse battery staple'),
  live('words and a number', password, 'hardcoded_value_123'),
  live('a word spelled for a policy', password, 'P@ssw0rd'),
  live('a word and a digit', password, 'hunter2'),
  live('a number', password, '84930217'),
  live('letters no word has', password, 'xkcdqwrtv'),
  live('signs of XML', password, 'Har<v&est>"77\''),
  live('braces', password, 'x{Kd9}!w<Zq8>'),
  live('letters beyond ASCII', password, 'Grünkohl-77'),
  live('a percent sign', password, '%%Kd9%Zq'),
  live('an OAuth token', legacy('oauthToken'), draw(60)),
  live('a refresh token', legacy('oauthRefreshToken'), draw(87, BASE64_URL)),
  live('an AWS secret', legacy('awsAccessSecret'), draw(40, BASE64)),
  live('an AWS secret in the wrong element', legacy('awsAccessKey'), draw(40, BASE64)),
  live('a token as the user name', legacy('username'), draw(40)),
  live('a known token as the user name', legacy('username'), token('sk_' + 'live_', 24), { prefix: 8 }),
  live('the secret of a connected app', appSecret, draw(64, HEX.toUpperCase())),
  live('the secret of an old connected app', appSecret, draw(19, DIGITS)),
  live('the secret of an external client app', leaf('ExtlClntAppGlobalOauthSettings', 'ecaGlblOauth', 'consumerSecret'), draw(64, HEX.toUpperCase())),
  live('the secret of an auth provider', providerSecret, draw(96, BASE64)),
  live('the key of an auth provider', leaf('AuthProvider', 'authprovider', 'ecKey'), draw(200, BASE64)),
];

const NAMED: readonly Row[] = [
  live('Bearer', authorization, draw(40), { before: 'Bearer ' }),
  live('bearer in small letters', authorization, draw(40), { before: 'bearer ' }),
  live('a scheme of its own', authorization, uuid(), { before: 'GenieKey ' }),
  live('no scheme', authorization, draw(32)),
  live('an assignment', authorization, draw(32), { before: 'Token token="', after: '", nonce="def"' }),
  live('HTTP Basic', authorization, basic('sync:Harv77'), { before: 'Basic ' }),
  live('HTTP Basic with an umlaut', authorization, Buffer.from('sync:Grünkohl7', 'latin1').toString('base64'), { before: 'Basic ' }),
  live('a header x-api-key', httpHeader('x-api-key'), draw(32)),
  live('a header X-API-KEY of hexadecimal digits', httpHeader('X-API-KEY'), draw(32, HEX)),
  live('a header apikey that is a UUID', authHeader('apikey'), uuid()),
  live('a header client_secret', httpHeader('client_secret'), draw(32, HEX.toUpperCase())),
  live('a subscription key', httpHeader('Ocp-Apim-Subscription-Key'), draw(32, HEX)),
  live('a function key', authHeader('x-functions-key'), `${draw(54, BASE64)}==`),
  live('a cookie', httpHeader('Cookie'), draw(32, HEX.toUpperCase()), { before: 'JSESSIONID=' }),
  live('a session id', authHeader('X-Session-Id'), draw(40)),
  live('a query parameter', parameter('ExternalCredential', 'AuthProviderUrlQueryParameter', 'client_secret'), draw(32)),
  live('an authentication parameter', parameter('ExternalCredential', 'AuthParameter', 'accessToken'), draw(32)),
  live('a claim', parameter('ExternalCredential', 'JwtBodyClaim', 'shared_secret'), draw(32), { before: "'", after: "'" }),
  live('an invented parameter type', parameter('ExternalCredential', 'AuthProviderClientSecret', 'value'), draw(32)),
  live('a string in a formula', authorization, draw(40), { before: "{!'Bearer ", after: "'}" }),
  live('a string in a formula with a merge field', authorization, draw(40), { before: '{!"', after: '" & $Credential.Bank.suffix}' }),
  live('text after a merge field', authorization, draw(40), { before: '{!$Credential.Bank.scheme} ' }),
  live('a formula that encodes', authorization, 'sync:Harv77', { before: "{!'Basic ' & BASE64ENCODE(BLOB('", after: "'))}" }),
  live('a formula that is never closed', authorization, draw(40), { before: "{!'Bearer " }),
  live('text beside a placeholder', httpHeader('x-api-key'), draw(40), { before: '{{PREFIX}} ' }),
];

const URLS: readonly Row[] = [
  live('a password', url, 'Harvest-77', { before: 'https://sync:', after: '@erp.example/orders' }),
  live('a password in percent signs', url, 'Harv%40%377', { before: 'https://sync:', after: '@erp.example' }),
  live('a password without a user', url, 'Harvest-77', { before: 'https://:', after: '@erp.example' }),
  live('a token as the user', legacy('endpoint'), draw(40), { before: 'https://', after: '@erp.example' }),
  live('a query parameter api_key', legacy('endpoint'), draw(32), { before: 'https://erp.example/v1?format=json&api_key=' }),
  live('a query parameter token, then another', url, draw(32, HEX), { before: 'https://erp.example?access_token=', after: '&x=1' }),
  live('a function key', url, draw(56, BASE64_URL), { before: 'https://bank.azurewebsites.net/api/orders?code=' }),
  live('in a remote site', leaf('RemoteSiteSetting', 'remoteSite', 'url'), 'Harvest-77', { before: 'https://sync:', after: '@erp.example' }),
  live('in the token endpoint', parameter('ExternalCredential', 'AuthProviderUrl', 'AuthProviderUrl'), draw(30), { before: 'https://login.example/token?client_secret=' }),
  live('in an auth provider', leaf('AuthProvider', 'authprovider', 'tokenUrl'), draw(30), { before: 'https://login.example/token?client_secret=' }),
  live('in one of several callback URLs', leaf('ConnectedApp', 'connectedApp', 'callbackUrl', 'oauthConfig'), 'Harvest-77', { before: 'https://one.example\nhttps://a:', after: '@two.example' }),
  live('in a description', description, 'Harvest-77', { before: 'try https://sync:', after: '@erp.example/ping once' }),
];

/** Elements that are for anything but a secret, of each type that people write into. */
const TEXTS: readonly Row[] = [
  description,
  leaf('Certificate', 'crt', 'masterLabel'),
  leaf('ConnectedApp', 'connectedApp', 'consumerKey', 'oauthConfig'),
  leaf('ConnectedApp', 'connectedApp', 'description'),
  leaf('ExternalClientApplication', 'eca', 'description'),
  leaf('InboundCertificate', 'inboundCertificate', 'issuer'),
  leaf('InboundCertificate', 'inboundCertificate', 'masterLabel'),
  leaf('PermissionSet', 'permissionset', 'description'),
  leaf('PermissionSetGroup', 'permissionsetgroup', 'description'),
  leaf('RemoteSiteSetting', 'remoteSite', 'description'),
].map((place) => live(`a token in ${place.path} ${place.xml('…').slice(-90)}`, place, token('ghp' + '_', 36), { prefix: 4 }));

const LOOK_ALIKES: readonly Row[] = [
  ...['{{ERP_PASSWORD}}', '${ERP_PASSWORD}', '{SECRET}', '%%%ERP_PASSWORD%%%', '__ERP_PASSWORD__', '<password>', '@PASSWORD@', '[[password]]', '${A}-{{B}}', '{!$Credential.Bank.Password}'].map((value) => none(`left open, ${value}`, password, value)),
  ...['********', 'xxxxxxxx', 'aaaaaaaa', 'XXXX-XXXX', '••••••', '...', 'HIDDEN_BY_SFDX_HARDIS', 'REDACTED', '[REDACTED]', 'removed', 'abc***', '9f2c…'].map((value) => none(`a mask, ${value}`, password, value)),
  ...['password', 'Password', 'PASSWORD', 'password123', 'Password1', 'scratch', 'changeme', 'dummy', 'TODO', 'secret', 'test', 'abc123', '12345678', '0000', 'my-secret', 'REPLACE_WITH_PASSWORD', 'REPLACE_ME', 'Placeholder_Value', 'your password goes here', 'enter-password-here', 'dummy_integration_password', 'wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY'].map(word),
  none('Placeholder_Value of the platform', providerSecret, 'Placeholder_Value'),
  none('a word for a consumer secret', appSecret, 'dummy-consumer-secret'),
  none('a template', appSecret, '{SECRET}'),
  none('an AWS access key id', legacy('awsAccessKey'), `AKIA${draw(16, UPPER)}`),
  none('a user name', legacy('username'), 'integration.orders@bank.example'),
  none('a client id as the user name', legacy('username'), uuid()),
  none('a long user name', legacy('username'), 'svc_bank_order_synchronisation_production'),
  none('a consumer key', leaf('ConnectedApp', 'connectedApp', 'consumerKey', 'oauthConfig'), draw(85)),
  none('a consumer key of an auth provider', leaf('AuthProvider', 'authprovider', 'consumerKey'), draw(64, HEX)),
  none('a client id', httpHeader('client_id'), draw(32, HEX)),
  none('a tenant id', httpHeader('X-Tenant-Id'), uuid()),
  none('a correlation id', httpHeader('X-Correlation-Id'), draw(32)),
  none('a key id', authHeader('X-Key-Id'), draw(32)),
  none('an idempotency key', httpHeader('Idempotency-Key'), draw(32)),
  none('a content type', authHeader('Content-Type'), 'application/x-www-form-urlencoded;charset=UTF-8'),
  none('a URL of tokens', httpHeader('Token-Endpoint'), 'https://login.example/5d8f2c1e7a4b4c3d/oauth2/token'),
  none('a URL in a secret header', httpHeader('X-Auth'), 'https://login.example/5d8f2c1e7a4b4c3d9e2f1b0a/token'),
  none('a short value', httpHeader('x-api-key'), draw(12)),
  none('a long number', httpHeader('x-api-key'), draw(32, DIGITS)),
  none('words', httpHeader('x-api-key'), 'the-integration-key-of-the-bank'),
  none('camel case', authorization, 'Bearer thisIsWhereTheAccessTokenGoes'),
  none('a mask after its scheme', authorization, 'Bearer ************************'),
  none('crosses', httpHeader('x-api-key'), 'x'.repeat(32)),
  none('a merge field', authorization, 'Bearer {!$Credential.Bank.access_token_of_the_partner_2026}'),
  none('a formula of merge fields', authorization, "{!'Bearer ' & $Credential.OpenAI.apiKey}"),
  none('a formula for HTTP Basic', authorization, "{!'Basic ' & BASE64ENCODE(BLOB($Credential.Bank.User & ':' & $Credential.Bank.Password))}"),
  none('a formula that signs', authHeader('X-Signature'), '{!HMAC("hmacSHA256", $Credential.Bank.SigningSecret, $Request.Body)}'),
  none('a placeholder after its scheme', authorization, 'Bearer ${ACCESS_TOKEN_OF_THE_PARTNER_2026}'),
  none('HTTP Basic of words', authorization, `Basic ${basic('username:password')}`),
  none('HTTP Basic of a placeholder', authorization, 'Basic {{BASE64_OF_USER_AND_PASSWORD}}'),
  none('an issuer', parameter('ExternalCredential', 'JwtBodyClaim', 'iss'), `'${draw(64)}'`),
  none('a subject', parameter('ExternalCredential', 'JwtBodyClaim', 'sub'), "'sync@bank.example'"),
  none('a scope', parameter('ExternalCredential', 'AuthParameter', 'Scope'), `api://${uuid()}/.default`),
  none('the name of a certificate', parameter('ExternalCredential', 'SigningCertificate', 'TokenSigningKey'), 'Bank_Token_Signing_2026_Production'),
  none('a URL', url, 'https://erp.example:8443/orders'),
  none('a UUID in a path', url, `https://login.example/${uuid()}/oauth2/token?grant_type=client_credentials`),
  none('a user in a URL', url, 'https://sync@erp.example/orders'),
  none('words for user and password', url, 'https://user:password@erp.example'),
  none('placeholders for user and password', url, 'https://${USER}:${PASSWORD}@erp.example'),
  none('a port and an at sign in the path', url, 'https://erp.example:8443/a:b@c'),
  none('a word for a key', url, 'https://erp.example?api_key=your-api-key-goes-here'),
  none('a client id in a query', url, `https://erp.example?client_id=${draw(32)}`),
  none('a code for somebody else', url, `https://erp.example?code=${draw(40)}`),
  none('a sample of GitHub', authHeader('X-Note'), 'ghp' + `_${'x'.repeat(36)}`),
  none('a sample of Stripe', description, 'sk_' + 'live_REPLACE_WITH_YOUR_KEY'),
  none('a sample of Slack', description, 'xox' + 'b-your-slack-token-goes-here'),
  none('a sample of an AI key', description, 'sk' + '-some-model-that-somebody-named-with-many-words'),
  none('PEM armour without a key', description, '-----BEGIN PRIVATE KEY-----\n…\n-----END PRIVATE KEY-----'),
  none('a public certificate', leaf('ConnectedApp', 'connectedApp', 'certificate', 'oauthConfig'), draw(1200, BASE64)),
  none('a hash in a description', description, `sha256 ${draw(64, HEX)}`),
];

const ROWS: readonly Row[] = [
  ...KNOWN.flatMap(([title, value, prefix]) => [
    live(`${title}, in a header`, authorization, value, { before: 'Bearer ', prefix }),
    live(`${title}, in a description`, description, value, { before: 'use ', after: ' once.', prefix }),
  ]),
  ...OTHER_TOKENS,
  ...ELEMENTS,
  ...NAMED,
  ...URLS,
  ...TEXTS,
  ...LOOK_ALIKES,
];

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** Reports every component, so that the text of its file gets into the report. */
const everything: Rule = {
  ...secretInMetadata,
  id: 'everything',
  *check(project) {
    for (const component of project.components) {
      yield { component, where: component, message: `Component ${component.fullName} is here` };
    }
  },
};

const scanFiles = (files: Readonly<Record<string, string | Uint8Array>>, ...rules: readonly Rule[]): ScanReport =>
  scan({ fileSystem: memoryFileSystem(files), now, rules, persona: 'auditor' });

/** All that anybody behind the scan can print. */
const allOf = (report: ScanReport): string => JSON.stringify({ ...report, sources: [...report.sources] });

function expectUnseen(report: ScanReport, secret: string, prefix: number): void {
  const all = allOf(report);
  for (const written of new Set([secret, escaped(secret), JSON.stringify(secret).slice(1, -1)])) {
    expect(all).to.not.include(written);
    expect(all).to.not.include(written.slice(prefix, prefix + 4));
  }
}

describe('secrets', () => {
  it('are tried on more than 120 values', () => {
    expect(ROWS.length).to.be.greaterThan(120);
  });

  for (const { title, place, before, value, after, verdict, prefix } of ROWS) {
    const files = { [place.path]: place.xml(escaped(before + value + after)) };

    it(`${verdict}: ${title}`, () => {
      const report = scanFiles(files, secretInMetadata);
      const severities = report.findings.map(({ severity }) => severity);
      expect(severities).to.deep.equal({ live: ['critical'], 'stand-in': ['info'], none: [] }[verdict]);
      expect(report.findings.map(({ evidence }) => evidence)).to.not.include.members(['']);
      if (verdict !== 'live') return;
      expect(report.findings.every(({ evidence }) => evidence === undefined)).to.equal(true);
      expectUnseen(report, value, prefix);
      // One line of XML holds the whole component, so whatever else is reported shows the same line.
      expectUnseen(scanFiles(files, everything), value, prefix);
    });
  }

  it('never show, whatever the password is', () => {
    const random = drawer(7);
    const printable = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index)).join('');
    for (let round = 0; round < 300; round += 1) {
      const secret = random(12 + (round % 20), printable);
      const written = round % 3 === 0 && !secret.includes(']]>') ? `<![CDATA[${secret}]]>` : escaped(secret);
      const files = { [password.path]: password.xml(written) };
      expect(scanFiles(files, secretInMetadata).findings, secret).to.have.length(1);
      expectUnseen(scanFiles(files, everything, secretInMetadata), secret, 0);
    }
  });

  it('are masked where the text is not the value: references, CDATA, comments, CRLF', () => {
    const secret = draw(40);
    const [head, tail] = [secret.slice(0, 20), secret.slice(20)];
    const ways = [
      `Bearer&#32;${head}<!-- and -->${tail}`,
      `<![CDATA[Bearer ${head}]]>${tail}`,
      `\r\n  Bearer\r\n  ${secret}\r\n`,
      `Bearer ${secret.replace(/^./, (first) => `&#${first.charCodeAt(0)};`)}`,
    ];
    for (const way of ways) {
      const report = scanFiles({ [authorization.path]: authorization.xml(way) }, everything, secretInMetadata);
      expect(report.findings, way).to.have.length(2);
      for (const part of [head, tail]) expectUnseen(report, part, 1);
    }
  });

  it('leave all of the text that is none', () => {
    const secret = draw(40);
    const text = authorization.xml(`Bearer ${secret}`);
    const report = scanFiles({ [authorization.path]: text }, everything);
    expect([...report.sources.values()]).to.deep.equal([text.replace(secret, '*'.repeat(secret.length))]);
  });

  it('are one finding to a value, and say the shape but no character', () => {
    const first = token('ghp' + '_', 36);
    const second = token('ghp' + '_', 36);
    const report = scanFiles({ [description.path]: description.xml(`${first} and ${second}`) }, secretInMetadata);
    expect(report.findings.map(({ message }) => message)).to.deep.equal([
      'Named Credential Bank holds a literal secret in the element description, a GitHub token by its shape',
    ]);
    for (const secret of [first, second]) expectUnseen(report, secret, 4);
  });

  describe('are said to stand', () => {
    const cases: ReadonlyArray<readonly [place: Place, words: string]> = [
      [password, 'password'],
      [legacy('oauthToken'), 'OAuth token'],
      [legacy('username'), 'token as the user name'],
      [authorization, 'secret in the HTTP header Authorization'],
      [authHeader('X-Api-Key 2.0_a'), 'secret in the HTTP header X-Api-Key 2.0_a'],
      [parameter('ExternalCredential', 'AuthProviderUrlQueryParameter', 'api_key'), 'secret in the query parameter api_key'],
      [parameter('ExternalCredential', 'JwtBodyClaim', 'api_key'), 'secret in the JWT claim api_key'],
      [parameter('ExternalCredential', 'JwtHeaderClaim', 'api_key'), 'secret in the JWT header claim api_key'],
      [parameter('ExternalCredential', 'AuthParameter', 'api_key'), 'secret in the parameter api_key'],
      [parameter('ExternalCredential', 'AuthParameter', 'api_key='), 'secret in a parameter'],
      [parameter('ExternalCredential', 'AuthParameter', '=api_key'), 'secret in a parameter'],
      [httpHeader('=api_key'), 'secret in an HTTP header'],
      [httpHeader(`api_key_${'x'.repeat(52)}`), `secret in the HTTP header api_key_${'x'.repeat(52)}`],
      [httpHeader(`api_key_${'x'.repeat(53)}`), 'secret in an HTTP header'],
    ];
    for (const [place, words] of cases) {
      it(words, () => {
        const { findings } = scanFiles({ [place.path]: place.xml(draw(40)) }, secretInMetadata);
        expect(findings.map(({ message }) => message.replace(/^.* holds a literal /, ''))).to.deep.equal([words]);
      });
    }
  });

  it('keep their fingerprint when the secret changes', () => {
    const fingerprintOf = (secret: string): readonly string[] =>
      scanFiles({ [password.path]: password.xml(secret) }, secretInMetadata).findings.map((one) => one.fingerprint);
    expect(fingerprintOf('Winter-Harvest-77')).to.deep.equal(fingerprintOf('Summer-Harvest-78'));
  });

  it('are looked for in time that grows with the text', () => {
    const units = ['[', '{!', "'", '%%', '__', '?', '?a=', '&a', '://', 'a://', '@', ':', 'eyJ', 'eyJaaaaaaaa.', 'sig=', 'x'];
    const more = ['ghp' + '_', '-----BEGIN PRIVATE KEY-----', 'hooks.slack.com/services/', 'Basic ', 'aB3', 'a-', '\\', ' '];
    for (const unit of [...units, ...more]) {
      const text = unit.repeat(Math.ceil(1_000_000 / unit.length));
      const start = performance.now();
      for (const judge of [knownTokens, urlSecrets, judgeNamed, judgeIdentifier]) judge(text);
      judgeSecret(text, false);
      // A quadratic expression takes minutes; a slow machine does not.
      expect(performance.now() - start, JSON.stringify(unit)).to.be.lessThan(8000);
    }
  }).timeout(120_000);
});
