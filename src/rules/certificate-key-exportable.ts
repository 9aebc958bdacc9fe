import { setChild, setTo } from '../fixes/edit.js';
import { isBodyOnly } from '../model/certificate.js';
import { referencedCertificates } from '../model/certificateUses.js';
import { isPackaged } from '../model/packaged.js';
import { leftToBuild } from '../model/placeholder.js';
import { defineRule } from './rule.js';

export default defineRule({
  id: 'certificate-key-exportable',
  title: 'Certificate whose private key can be exported from the org',
  severity: 'low',
  cases: `\`info\` where nothing in the project refers to the certificate.`,
  confidence: 'high',
  persona: 'regular',
  looksAt: ['Certificate'],
  tags: ['certificates'],
  why: `With \`privateKeyExportable\`, an administrator can export the certificate with its private key to a key store, and with a
copy of the key somebody else is the integration, from anywhere, until the certificate ends. A key that cannot be exported
stays in the org. Most certificates are created so, and it matters for those in use.

**Left out means true**: that is the default of the metadata type, so a file without the element is reported as well.`,
  remedy: `Say no, best when the certificate is created; it cannot be turned back to yes. A copy that was made before goes on being
good, so replace a key that may have been exported:

\`\`\`xml
<privateKeyExportable>false</privateKeyExportable>
\`\`\``,
  setup: 'Security > Certificate and Key Management > Create Self-Signed Certificate > Exportable Private Key',
  whenWrong: `Another system may need the same key. A certificate of its own is better for it; where that cannot be, accept the
finding with the name of the system.`,
  links: [
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_certificate.htm',
    'https://help.salesforce.com/s/articleView?id=xcloud.security_keys_creating&language=en_US&type=5',
  ],
  controls: ['CWE-522', 'ZT-PATTERN-1'],
  since: '0.1.0',
  fixable: { safe: false, title: 'set `privateKeyExportable` to `false`, which cannot be turned back in the org' },

  *check(project) {
    const referenced = referencedCertificates(project);
    for (const certificate of project.all('Certificate')) {
      const { fullName, privateKeyExportable } = certificate;
      if (privateKeyExportable?.value === 'false' || isBodyOnly(certificate) || isPackaged(fullName)) continue;
      if (privateKeyExportable && privateKeyExportable.value !== 'true') {
        if (project.isPlaceholder(privateKeyExportable)) {
          yield leftToBuild(certificate, privateKeyExportable, 'privateKeyExportable');
        }
        continue;
      }
      const isWritten = privateKeyExportable !== undefined;
      yield {
        component: certificate,
        where: privateKeyExportable ?? certificate,
        severity: referenced.has(certificate) ? 'low' : 'info',
        message: isWritten
          ? `Certificate ${fullName} allows its private key to be exported`
          : `Certificate ${fullName} does not say privateKeyExportable, which allows its private key to be exported`,
        label: isWritten ? 'the key can leave the org' : 'no privateKeyExportable means true',
        fix: 'set privateKeyExportable to false, and replace the key if it may have been exported',
        edits: [
          isWritten ? setTo(privateKeyExportable, 'false') : setChild(certificate, 'privateKeyExportable', 'false'),
        ],
        evidence: isWritten ? 'true' : 'absent',
      };
    }
  },
});
