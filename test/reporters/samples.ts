import type { ScanReport } from '../../src/findings/report.js';
import { scan } from '../../src/scan.js';
import { memoryFileSystem } from '../../src/fileSystem.js';
import { defineRule } from '../../src/rules/rule.js';
import { aFinding, aNotEvaluated, aReport, SourceFile, sourcesOf } from '../support/report.js';

const NAMED = new SourceFile(
  'force-app/main/default/namedCredentials/Bank.namedCredential-meta.xml',
  `<?xml version="1.0" encoding="UTF-8"?>
<NamedCredential xmlns="http://soap.sforce.com/2006/04/metadata">
    <label>Bank</label>
    <namedCredentialParameters>
        <parameterName>Url</parameterName>
        <parameterType>Url</parameterType>
        <parameterValue>https://api.bank.example/payments</parameterValue>
    </namedCredentialParameters>
    <namedCredentialParameters>
        <certificate>Bank_2025</certificate>
        <parameterName>ClientCertificate</parameterName>
        <parameterType>ClientCertificate</parameterType>
    </namedCredentialParameters>
    <namedCredentialType>SecuredEndpoint</namedCredentialType>
</NamedCredential>
`
);

const EXTERNAL = new SourceFile(
  'force-app/main/default/externalCredentials/Bank.externalCredential-meta.xml',
  `<?xml version="1.0" encoding="UTF-8"?>
<ExternalCredential xmlns="http://soap.sforce.com/2006/04/metadata">
    <authenticationProtocol>Oauth</authenticationProtocol>
    <externalCredentialParameters>
        <certificate>Bank_2025</certificate>
        <parameterName>SigningCertificate</parameterName>
        <parameterType>SigningCertificate</parameterType>
    </externalCredentialParameters>
    <label>Bank</label>
</ExternalCredential>
`
);

const LEGACY = new SourceFile(
  'force-app/main/default/namedCredentials/Print.namedCredential',
  '<NamedCredential>\t<endpoint>http://print.example/' +
    `${'queue/'.repeat(30)}</endpoint>\t<label>Print</label>\t<protocol>Password</protocol></NamedCredential>`
);

/** One finding of each kind of frame. */
export const EVERY_FRAME: ScanReport = aReport({
  projects: [
    { root: '', packageDirectories: ['force-app', 'integrations'], sourceApiVersion: '66.0' },
    { root: 'tools/seed', packageDirectories: ['tools/seed/src'], sourceApiVersion: undefined },
  ],
  filesRead: 214,
  components: {
    Certificate: 4,
    ConnectedApp: 1,
    CspTrustedSite: 2,
    ExternalClientApplication: 1,
    ExternalCredential: 9,
    ExtlClntAppGlobalOauthSettings: 1,
    ExtlClntAppOauthSettings: 2,
    NamedCredential: 12,
    PermissionSet: 31,
    SecuritySettings: 1,
  },
  rules: Array.from({ length: 20 }, (_, index) => `rule-${index}`),
  findings: [
    aFinding({
      rule: 'private-key-in-project',
      severity: 'critical',
      message: 'File keys/bank.p12 holds a private key',
      component: { type: 'File', fullName: 'keys/bank.p12' },
      location: { path: 'keys/bank.p12', startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 },
      label: 'PKCS #12 key store',
      fix: 'revoke the certificate, make a new key in Setup, and take this file out of the history of the repository',
    }),
    aFinding({
      rule: 'certificate-shared-mtls-and-signing',
      message:
        'Certificate Bank_2025 signs the JWTs of ExternalCredential Bank and is the client certificate of NamedCredential Bank',
      component: { type: 'Certificate', fullName: 'Bank_2025' },
      element: 'externalCredentialParameters[parameterType=SigningCertificate].certificate',
      location: EXTERNAL.rangeOf('Bank_2025'),
      label: 'signs JWT assertions here',
      related: [
        { label: 'and is presented in the TLS handshake here', location: NAMED.rangeOf('Bank_2025') },
        { label: 'with this host', location: NAMED.rangeOf('api.bank.example') },
      ],
      fix: 'create a second certificate in Setup > Certificate and Key Management and name it in SigningCertificate of ExternalCredential Bank',
      evidence: '5b1f00aa11bb22cc',
    }),
    aFinding({
      severity: 'medium',
      message: 'NamedCredential Print calls out over http',
      location: LEGACY.rangeOf('http'),
      label: 'not encrypted',
      related: [{ label: 'with a password', location: LEGACY.rangeOf('Password') }],
    }),
    aFinding({
      rule: 'named-credential-mtls-port-implicit',
      severity: 'low',
      confidence: 'low',
      message: 'NamedCredential Bank presents a client certificate to api.bank.example and writes no port',
      location: NAMED.rangeOf('api.bank.example'),
      label: 'port 443, as https has it',
      related: [
        { label: 'scheme', location: NAMED.rangeOf('https') },
        { label: 'path', location: NAMED.rangeOf('payments') },
        { label: 'the whole URL', location: NAMED.rangeOf('https://api.bank.example/payments') },
        { label: 'mTLS from here', location: NAMED.rangeOf('Bank_2025') },
        { label: 'current shape', location: NAMED.rangeOf('SecuredEndpoint') },
      ],
      fix: 'write the port, e.g. https://api.bank.example:8443',
      autofix: { safe: false, edits: [] },
    }),
    aFinding({
      rule: 'named-credential-undocumented',
      severity: 'info',
      message: 'NamedCredential Bank says nothing of what it is for',
      location: NAMED.rangeOf(NAMED.text.slice(NAMED.text.indexOf('<NamedCredential'), -1)),
    }),
  ],
  notEvaluated: [
    aNotEvaluated(),
    aNotEvaluated({ message: 'NamedCredential Bank has a placeholder for its certificate' }),
    aNotEvaluated({
      reason: 'missing-file',
      component: { type: 'Certificate', fullName: 'Bank_2024' },
      message: 'Certificate Bank_2024 has no body in the project',
      location: { path: 'certs/Bank_2024.crt-meta.xml', startLine: 2, startColumn: 1, endLine: 5, endColumn: 15 },
    }),
  ],
  hidden: { persona: 4, severity: 0, confidence: 1, path: 2 },
  sources: sourcesOf(NAMED, EXTERNAL, LEGACY),
});

/** Joins the two halves of one certificate's use, to have findings with places in two files. */
const sharedCertificate = defineRule({
  id: 'certificate-shared',
  title: 'Certificate with two jobs',
  severity: 'high',
  confidence: 'medium',
  persona: 'regular',
  looksAt: ['NamedCredential'],
  tags: ['certificates'],
  why: 'One key, two jobs.',
  remedy: 'Two keys.',
  whenWrong: 'Never.',
  links: [],
  controls: ['CWE-323'],
  since: '0.1.0',
  *check(project) {
    for (const [name, [first, ...others]] of project.usesOf('Certificate')) {
      if (!first || others.length === 0) continue;
      yield {
        component: { type: 'Certificate', fullName: name },
        where: first,
        message: `Certificate ${name} has ${others.length + 1} jobs`,
        label: first.role,
        related: others.map(({ at, role }) => ({ at, label: role })),
      };
    }
    for (const credential of project.all('NamedCredential')) {
      yield {
        notEvaluated: 'not-in-project',
        component: credential,
        where: credential,
        message: `NamedCredential ${credential.fullName} presents a certificate that is not in the project`,
      };
    }
  },
});

/** What the engine makes of the two files of the bank, with line feeds or with CRLF. */
export function scanOfBank(lineEnd: '\n' | '\r\n'): ScanReport {
  const textOf = ({ text }: SourceFile): string => text.replaceAll('\n', lineEnd);
  const files = {
    'sfdx-project.json': '{"packageDirectories":[{"path":"force-app","default":true}],"sourceApiVersion":"66.0"}',
    [NAMED.path]: textOf(NAMED),
    [EXTERNAL.path]: textOf(EXTERNAL),
  };
  return scan({
    fileSystem: memoryFileSystem(files),
    now: new Date('2026-11-22T10:00:00Z'),
    rules: [sharedCertificate],
  });
}
