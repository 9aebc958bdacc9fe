import type { Field } from '../model/component.js';
import { listNames, sortedNames } from '../model/nameList.js';
import { leftToBuildOf, ownApps, partAt, type OauthApp } from '../model/oauthApp.js';
import { defineRule } from './rule.js';

/** Other apps that a finding shows. */
const MOST_RELATED = 5;

export default defineRule({
  id: 'app-run-as-user-shared',
  title: 'One run-as user for several OAuth apps',
  severity: 'medium',
  confidence: 'high',
  persona: 'regular',
  looksAt: ['ConnectedApp', 'ExtlClntAppOauthConfigurablePolicies'],
  tags: ['apps', 'sync'],
  why: `In the client credentials flow an app acts as the user that it names. When two apps name one user, each can do what both need, every
record says the same name whichever of them wrote it, and when one is broken into, the user that has to be stopped takes the other
integration down with it. A user for each job keeps permissions, traces and an emergency stop apart; the Salesforce Integration licence,
of which an org has five for free, is made for that.

Each user is reported once, at the first of its apps.`,
  remedy: `Make a user for each app, with the Salesforce Integration licence and a permission set of its own:

\`\`\`xml
<clientCredentialsFlowUser>erp-invoices@bank.example</clientCredentialsFlowUser>
\`\`\``,
  setup:
    'App Manager > (the app) > Manage > Edit Policies > Client Credentials Flow, or External Client App Manager > (the app) > Policies > OAuth Policies',
  whenWrong: `A gateway that all integrations go through may have one identity on purpose. Two apps for one client, an old one and the one that
replaces it, share a user for the time of the move.`,
  links: [
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_extlclntappoauthconfigurablepolicies.htm',
    'https://help.salesforce.com/s/articleView?id=platform.integration_user.htm&language=en_US&type=5',
    'https://docs.securitybenchmark.org',
  ],
  controls: ['CWE-250', 'SBS-ACS-009', 'OWASP-NHI9:2025', 'ZT-CHECK-2', 'ZT-PATTERN-2'],
  since: '0.1.0',

  *check(project) {
    const byUser = new Map<string, Map<string, { app: OauthApp; user: Field }>>();
    for (const app of ownApps(project)) {
      const user = app.clientCredentialsUser;
      if (!user || !app.isClientCredentialsFlowEnabled) continue;
      if (project.isPlaceholder(user)) {
        yield* leftToBuildOf(project, app, [user], 'run-as user');
        continue;
      }
      const name = user.value.toLowerCase();
      const apps = byUser.get(name) ?? new Map<string, { app: OauthApp; user: Field }>();
      byUser.set(name, apps);
      // The same app in two package directories is one app.
      if (!apps.has(app.title.toLowerCase())) apps.set(app.title.toLowerCase(), { app, user });
    }
    for (const apps of byUser.values()) {
      const [first, ...others] = [...apps.values()];
      if (!first || others.length === 0) continue;
      const titles = sortedNames(others.map(({ app }) => app.title));
      yield {
        component: partAt(first.app, first.user),
        where: first.user,
        message: `${first.app.title} shares its run-as user ${first.user.value} with ${listNames(titles, 'apps')}`,
        label: `the user of ${others.length + 1} apps`,
        related: others
          .slice(0, MOST_RELATED)
          .map(({ app, user }) => ({ at: user.at, label: `${app.title} runs as it, too` })),
        fix: 'give each app a user of its own',
        evidence: sortedNames([first.app.title, ...titles]).join(', '),
      };
    }
  },
});
