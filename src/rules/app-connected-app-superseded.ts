import { apiVersionOf } from '../model/apiVersion.js';
import { listNames, sortedNames } from '../model/nameList.js';
import { isPackaged } from '../model/packaged.js';
import { defineRule } from './rule.js';

/** Spring '26, the release in which creating Connected Apps went off by default. */
const FIRST_VERSION_WITHOUT = 66;
/** Other apps that a finding shows. */
const MOST_RELATED = 5;

export default defineRule({
  id: 'app-connected-app-superseded',
  title: 'Connected Apps, which new orgs cannot create any more',
  severity: 'info',
  confidence: 'high',
  persona: 'pedantic',
  looksAt: ['ConnectedApp', 'Project'],
  tags: ['apps'],
  why: `Since Spring '26 (API version 66) creating Connected Apps is off by default, and Salesforce Support has to turn it on. External Client Apps
succeed them: closed to other orgs until they are installed, with settings that a developer packages apart from the policies that an
administrator sets, a switch for each flow, and PKCE required by default. Connected Apps that exist go on working; a deployment to a new
org, a scratch org or a restored sandbox is where it hurts.

Reported once for a project whose \`sourceApiVersion\` is 66 or later. Guides that ask for a Connected App as the identity of a gateway were
written before.`,
  remedy: `Plan an External Client App for each integration, move the client to its consumer key, and delete the Connected App when Connected Apps
OAuth Usage shows no more use of it:

\`\`\`xml
<ExternalClientApplication xmlns="http://soap.sforce.com/2006/04/metadata">
    <contactEmail>integration@bank.example</contactEmail>
    <distributionState>Local</distributionState>
    <label>ERP Invoices</label>
</ExternalClientApplication>
\`\`\``,
  setup: 'External Client App Manager > New External Client App',
  whenWrong: `Dev Hub apps that create scratch orgs and sandboxes still need a Connected App. Apps that a managed package brings are not counted.`,
  links: [
    'https://help.salesforce.com/s/articleView?id=005228017&language=en_US&type=1',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_connectedapp.htm',
    'https://developer.salesforce.com/docs/atlas.en-us.sfdx_dev.meta/sfdx_dev/sfdx_dev_auth_connected_app.htm',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_externalclientapplication.htm',
  ],
  controls: ['CWE-477', 'ISA-PATTERN-C'],
  since: '0.1.0',

  *check(project) {
    const version = apiVersionOf(project);
    if (version === undefined || version < FIRST_VERSION_WITHOUT) return;
    const apps = project.all('ConnectedApp').filter(({ fullName }) => !isPackaged(fullName));
    const [first, ...others] = apps;
    if (!first) return;
    const names = sortedNames(apps.map(({ fullName }) => fullName));
    yield {
      component: { type: 'Project', fullName: project.root || '.' },
      where: { at: (first.label ?? first).at, element: '' },
      message: `Project holds ${names.length === 1 ? 'a Connected App' : `${names.length} Connected Apps`}, which External Client Apps succeed: ${listNames(names, 'of them')}`,
      label: 'a Connected App',
      related: others.slice(0, MOST_RELATED).map((other) => ({ at: (other.label ?? other).at, label: 'another one' })),
      fix: 'plan an External Client App for each integration',
      evidence: names.join(),
    };
  },
});
