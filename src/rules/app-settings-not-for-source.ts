import { titleOfChild } from '../model/oauthApp.js';
import { defineRule } from './rule.js';

export default defineRule({
  id: 'app-settings-not-for-source',
  title: 'Global OAuth settings of an External Client App in the repository',
  severity: 'info',
  confidence: 'medium',
  persona: 'pedantic',
  looksAt: ['ExtlClntAppGlobalOauthSettings'],
  tags: ['apps', 'secrets'],
  why: `Salesforce's documentation says of this type (\`.ecaGlblOauth\`) that its consumer information is private, cannot be packaged and must not
be added to source control. A file with the consumer key in it is reported; the key is a client ID, which is no secret by itself, but a
retrieve that includes the secret overwrites this very file. A file with a consumer secret is left to \`secret-in-metadata\`.

Nearly every project with External Client Apps has such files, all of those that were looked at with a key and none with a secret, so it is
told as info. A file without key and secret, made to switch on flows or PKCE, holds nothing that the warning is about.`,
  remedy: `Take the file out of the repository, name \`*.ecaGlblOauth-meta.xml\` in \`.forceignore\` and \`.gitignore\`, and set it up in each org. To
keep the switches in the repository, leave out \`consumerKey\` and \`consumerSecret\`, or let the build put them in:

\`\`\`xml
<consumerKey>\${ERP_CONSUMER_KEY}</consumerKey>
\`\`\``,
  setup: 'External Client App Manager > (the app) > Settings > OAuth Settings > Consumer Key and Secret',
  whenWrong: `A private repository with secret scanning may keep the file on purpose, so that PKCE and flows are reviewed like everything else.`,
  links: [
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_extlclntappglobaloauthsettings.htm',
  ],
  controls: ['CWE-540', 'SBS-DEP-005', 'OWASP-NHI2:2025', 'ZT-CHECK-11'],
  since: '0.1.0',

  *check(project) {
    for (const settings of project.allInRepository('ExtlClntAppGlobalOauthSettings')) {
      const { consumerKey, consumerSecret } = settings;
      if (!consumerKey || project.isPlaceholder(consumerKey)) continue;
      if (consumerSecret && !project.isPlaceholder(consumerSecret)) continue;
      yield {
        component: settings,
        where: consumerKey,
        message: `${titleOfChild(settings)} has its global OAuth settings in the repository, which Salesforce says must not be added to source control`,
        label: 'consumer information that is not for source control',
        fix: 'take the file out of the repository, or let the build put the consumer key in',
      };
    }
  },
});
