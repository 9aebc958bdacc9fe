import { setTo } from '../fixes/edit.js';
import { isPackaged } from '../model/packaged.js';
import { defineRule } from './rule.js';

export default defineRule({
  id: 'named-credential-merge-fields-allowed',
  title: 'Named Credential that fills merge fields into requests',
  severity: 'info',
  confidence: 'high',
  persona: 'auditor',
  looksAt: ['NamedCredential'],
  tags: ['endpoints'],
  why: `With \`allowMergeFieldsInHeader\` or \`allowMergeFieldsInBody\` the platform looks for merge fields in what Apex sends and fills
them in: \`{!$Credential.Password}\` becomes the password. Where a part of the body or of a header comes from users, whoever
writes such a merge field into a record has it filled in as well, and reads the answer wherever the request ends up. Both
are off by default.

In the header it is often needed: an API key in a header of one's own has no other way in. In the body it rarely is.`,
  remedy: `\`\`\`xml
<allowMergeFieldsInBody>false</allowMergeFieldsInBody>
<allowMergeFieldsInHeader>false</allowMergeFieldsInHeader>
\`\`\`

An \`AuthHeader\` parameter of the External Credential puts the key into a header without them.`,
  setup: 'Security > Named Credentials > (the credential) > Edit > Callout Options',
  whenWrong: `It is inventory, for reviews: a merge field that Apex writes itself, beside text that users do not control, is how
the feature is meant. Packaged credentials (\`ns__Name\`) are left alone.`,
  links: ['https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_namedcredential.htm'],
  controls: ['CWE-74'],
  since: '0.1.0',
  fixable: { safe: false, title: 'set `allowMergeFieldsInBody` and `allowMergeFieldsInHeader` to `false`' },

  *check(project) {
    for (const credential of project.all('NamedCredential')) {
      const { fullName, allowMergeFieldsInBody: body, allowMergeFieldsInHeader: header } = credential;
      const [first, second] = [body, header].filter((flag) => flag?.value === true);
      if (!first || isPackaged(fullName)) continue;
      const where = second ? 'bodies and headers' : first === body ? 'bodies' : 'headers';
      yield {
        component: credential,
        where: first,
        message: `Named Credential ${fullName} fills merge fields into the ${where} of requests`,
        label: second ? 'in bodies' : `in ${where}`,
        related: second ? [{ at: second.at, label: 'and in headers' }] : [],
        fix: 'turn it off where no Apex uses merge fields',
        edits: [first, second].flatMap((flag) => (flag ? [setTo(flag, 'false')] : [])),
        evidence: where,
      };
    }
  },
});
