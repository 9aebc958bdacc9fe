import type { Certificate } from '../model/certificate.js';
import {
  ExpressionError,
  LONGEST_EXPRESSION,
  readNameExpression,
  type NameExpression,
} from '../model/nameExpression.js';
import { isPackaged } from '../model/packaged.js';
import { defineRule } from './rule.js';

/** Longer ones match nothing. */
const LONGEST_NAME = 80;

interface Options {
  readonly pattern: string;
}

export default defineRule<Options>({
  id: 'certificate-name-convention',
  title: 'Certificate whose name does not follow the convention',
  severity: 'low',
  cases: `Silent without \`options.pattern\` in the config. \`high\` for a name that the platform does not take.`,
  confidence: 'high',
  persona: 'regular',
  looksAt: ['Certificate'],
  tags: ['certificates'],
  why: `Who sees a certificate in a list, in a mail about its end or in a log has only its name to tell what it is for. A convention
that says purpose, peer, role and year makes the right one easy to find, and an old one easy to see.

The platform has a convention of its own, and refuses what breaks it: letters, digits and underscores, a letter first, no
underscore last and no two in a row.`,
  remedy: `Give the next certificate a name that fits, and let this one end with its name. The pattern is yours, for instance
\`<Purpose>_<Peer>_<Role>_<Year>\`:

\`\`\`yaml
rules:
  certificate-name-convention:
    options:
      pattern: '^[A-Z][A-Za-z0-9]*_[A-Z][A-Za-z0-9]*_(Client|Signing)_20[0-9]{2}$'
\`\`\`

Write \`^\` and \`$\` for the whole name. Understood are characters, \`.\`, classes, \`\\d\` \`\\w\` \`\\s\`, groups, \`|\` and
quantifiers, in at most ${LONGEST_EXPRESSION} characters; no look-around, no back references. Patterns are matched in time that the length of the
name bounds, since anybody's pull request may change them, and names of more than ${LONGEST_NAME} characters match none.`,
  setup: 'Security > Certificate and Key Management',
  whenWrong: `Certificates from before the convention keep their names until they end. Accept their findings, with that day. Certificates
of packages (\`ns__Name\`) are left alone.`,
  links: [
    'https://help.salesforce.com/s/articleView?id=xcloud.security_keys_creating&language=en_US&type=5',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_certificate.htm',
  ],
  controls: ['ISA-STEP-4'],
  since: '0.1.0',
  options: {
    pattern: {
      description: 'A regular expression that the full name of each certificate has to match; empty for none.',
      default: '',
      schema: {
        type: 'string',
        maxLength: LONGEST_EXPRESSION,
        title: `a regular expression of at most ${LONGEST_EXPRESSION} characters`,
      },
    },
  },

  *check(project, { options: { pattern } }) {
    const byName = new Map<string, Certificate>();
    for (const certificate of project.all('Certificate')) {
      const name = certificate.fullName.toLowerCase();
      if (!isPackaged(name) && !byName.has(name)) byName.set(name, certificate);
    }
    const certificates = [...byName.values()];
    if (pattern === '' || certificates.length === 0) return;
    const read = readPattern(pattern);
    if ('problem' in read) {
      yield {
        component: { type: 'Project', fullName: project.root || '.' },
        where: { at: certificates[0]!.at, element: '' },
        message: `Project has a pattern for the names of its Certificates that ${read.problem}, so that none is judged by it`,
        label: 'the first of them',
        fix: 'correct rules.certificate-name-convention.options.pattern in the config',
        evidence: pattern,
      };
    }
    for (const certificate of certificates) {
      const { fullName } = certificate;
      const refusal = refusalOf(fullName);
      if (refusal !== undefined) {
        yield {
          component: certificate,
          where: certificate,
          severity: 'high',
          message: `Certificate ${fullName} has a name that the platform does not take: ${refusal}`,
          label: 'cannot be deployed',
          fix: 'name it with letters, digits and single underscores',
          evidence: refusal,
        };
      } else if (!('problem' in read) && (fullName.length > LONGEST_NAME || !read.matches(fullName))) {
        yield {
          component: certificate,
          where: certificate,
          message: `Certificate ${fullName} has a name that does not follow the convention of the project`,
          label: 'does not match the pattern',
          fix: 'give its successor a name that does',
          evidence: pattern,
        };
      }
    }
  },
});

function readPattern(pattern: string): NameExpression | { readonly problem: string } {
  try {
    return readNameExpression(pattern);
  } catch (error) {
    if (error instanceof ExpressionError) return { problem: error.message };
    throw error;
  }
}

/** https://help.salesforce.com/s/articleView?id=xcloud.security_keys_creating&language=en_US&type=5 */
function refusalOf(name: string): string | undefined {
  if (/[^A-Za-z0-9_]/.test(name)) return 'it has something else in it than letters, digits and underscores';
  if (!/^[A-Za-z]/.test(name)) return 'it does not begin with a letter';
  if (name.endsWith('_')) return 'it ends with an underscore';
  return name.includes('__') ? 'it has two underscores in a row' : undefined;
}
