import { setTo } from '../fixes/edit.js';
import { isPackaged } from '../model/packaged.js';
import { HOST_IN_EVERY_ORG } from '../model/host.js';
import { defineRule } from './rule.js';

export default defineRule({
  id: 'remote-site-protocol-security-disabled',
  title: 'Remote site that Apex may call without TLS, whatever protocol the session has',
  severity: 'medium',
  confidence: 'high',
  persona: 'regular',
  looksAt: ['RemoteSiteSetting'],
  tags: ['endpoints'],
  why: `\`disableProtocolSecurity\` lets code that runs in an HTTPS session pass data to the site over HTTP, and back. Without it
the platform refuses such a callout, so that a URL changed from \`https\` to \`http\`, in Apex or in a custom setting, fails
instead of sending data in the clear. The flag is switched on once for a test server, and stays.

It matters whether the URL of the setting itself has TLS or not: a URL without TLS is \`endpoint-cleartext\`, which is
mended at another place, and mending it leaves this flag on.`,
  remedy: `\`\`\`xml
<disableProtocolSecurity>false</disableProtocolSecurity>
<isActive>true</isActive>
<url>https://erp.example.com</url>
\`\`\`

A Named Credential needs no Remote Site Setting at all, and keeps the credentials out of Apex besides.`,
  setup: 'Security > Remote Site Settings > (the site) > Edit > Disable Protocol Security',
  whenWrong: `A device without TLS in a network of its own may need the flag; accept the finding with that reason. Inactive
settings, the \`${HOST_IN_EVERY_ORG}\` one of every org, and packaged ones (\`ns__Name\`) are left alone.`,
  links: [
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_remotesitesetting.htm',
  ],
  controls: ['CWE-319', 'OWASP-API10:2023'],
  since: '0.1.0',
  fixable: { safe: false, title: 'set `disableProtocolSecurity` to `false`' },

  *check(project) {
    for (const site of project.all('RemoteSiteSetting')) {
      const { fullName, url, isActive, disableProtocolSecurity: flag } = site;
      if (!flag?.value || !isActive?.value || isPackaged(fullName)) continue;
      const reading = url && project.endpoint(url);
      const host = reading?.kind === 'endpoint' ? reading.endpoint.host : undefined;
      if (host === HOST_IN_EVERY_ORG) continue;
      yield {
        component: site,
        where: flag,
        message: `Remote Site Setting ${fullName} lets Apex exchange data with ${host ?? 'the site'} over HTTP from an HTTPS session`,
        label: 'protocol security is off',
        related: url ? [{ at: url.at, label: 'the site' }] : [],
        fix: 'set disableProtocolSecurity to false, and call the site by its https address',
        edits: [setTo(flag, 'false')],
        evidence: host ?? '',
      };
    }
  },
});
