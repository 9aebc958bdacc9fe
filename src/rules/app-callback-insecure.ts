import type { Severity } from '../findings/finding.js';
import { hasCustomScheme, schemeOf } from '../model/callback.js';
import type { Field } from '../model/component.js';
import { isLocalHost } from '../model/host.js';
import { listNames } from '../model/nameList.js';
import { judgeApps, leftToBuildOf, partAt, type OauthApp } from '../model/oauthApp.js';
import { isPlaceholder } from '../model/placeholder.js';
import type { Project } from '../model/project.js';
import { defineRule } from './rule.js';

export default defineRule({
  id: 'app-callback-insecure',
  title: 'OAuth callback that hands the authorization code to others',
  severity: 'high',
  cases: `High for \`http\` to another machine and for a \`*\` in the address; medium for a scheme of the app's own where PKCE is off;
info for \`http\` to the machine itself.`,
  confidence: 'high',
  persona: 'regular',
  looksAt: ['ConnectedApp', 'ExtlClntAppGlobalOauthSettings'],
  tags: ['apps'],
  why: `The callback URL is where Salesforce sends the authorization code, or in older flows the token itself. Over \`http\` everybody on the way
can read it. With a \`*\` anybody who has a page at a matching address can have it sent there. A scheme of the app's own, such as
\`bankapp://done\`, is no host's: another app on the same phone can claim it, so the code needs PKCE; that is reported where
\`isPkceRequired\` is \`false\` in the file, and its absence is not.

\`http://localhost\` stays on the machine. It is the callback of developer tools, the Salesforce CLI among them, and is told as info
since a production app has no use for it. Salesforce's own scanner takes it for the same thing as any other \`http\`.`,
  remedy: `Serve the callback over \`https\`, written out in full, one address a line:

\`\`\`xml
<callbackUrl>https://erp.bank.example/oauth/callback
https://erp-standby.bank.example/oauth/callback</callbackUrl>
\`\`\`

For an app on a phone, require PKCE: \`<isPkceRequired>true</isPkceRequired>\`. Keep \`http://localhost\` to an app that developers use.`,
  setup:
    'App Manager > (the app) > Edit > Callback URL, or External Client App Manager > (the app) > Settings > OAuth Settings > Callback URL',
  whenWrong: `An app that signs in by client credentials or JWT alone needs no callback, but Setup asks for one; what stands there is open to use all
the same, so write an \`https\` address of your own. Salesforce may refuse an address that the file still holds.`,
  links: [
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_connectedapp.htm',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_extlclntappglobaloauthsettings.htm',
  ],
  controls: ['CWE-319', 'CWE-601', 'OWASP-API2:2023', 'ZT-CHECK-5', 'ZT-LAYER-2'],
  since: '0.1.0',

  *check(project) {
    yield* judgeApps(project, function* (app) {
      for (const callback of app.callbacks) {
        if (leavesOpen(project, callback)) yield* leftToBuildOf(project, app, [callback], 'callback URL');
      }
      for (const fault of FAULTS) {
        const callbacks = app.callbacks.filter((callback) => faultOf(project, app, callback) === fault);
        const [first, ...others] = callbacks;
        if (!first) continue;
        yield {
          component: partAt(app, first),
          where: first,
          discriminator: fault.id,
          message: `${app.title} ${fault.says} ${listNames(callbacks.map(shownOf), 'callbacks', 3)}`,
          label: fault.label,
          related: [
            ...others.map(({ at }) => ({ at, label: 'this one, too' })),
            ...(fault === CUSTOM_SCHEME ? [{ at: app.isPkceRequired!.at, label: 'PKCE is not required' }] : []),
          ],
          fix: fault.fix,
          severity: fault.severity,
          evidence: callbacks
            .map(({ value }) => value)
            .sort()
            .join(' '),
        };
      }
    });
  },
});

interface Fault {
  readonly id: string;
  readonly severity: Severity;
  /** Between the app and its callbacks. */
  readonly says: string;
  readonly label: string;
  readonly fix: string;
}

const WILDCARD: Fault = {
  id: 'wildcard',
  severity: 'high',
  says: 'has its authorization codes sent to any address that matches',
  label: 'whoever has a matching address gets the code',
  fix: 'write out each address',
};
const CLEARTEXT: Fault = {
  id: 'cleartext',
  severity: 'high',
  says: 'has its authorization codes sent in clear text to',
  label: 'everybody on the way can read the code',
  fix: 'serve the callback over https',
};
const CUSTOM_SCHEME: Fault = {
  id: 'custom-scheme',
  severity: 'medium',
  says: 'requires no PKCE, and has its authorization codes sent to an app on the device by the scheme of',
  label: 'another app can claim this scheme',
  fix: 'set isPkceRequired to true, once the client sends a code_challenge',
};
const LOCAL: Fault = {
  id: 'local',
  severity: 'info',
  says: 'has a callback for a tool on a developer machine:',
  label: 'a developer tool listens here',
  fix: 'keep it to an app that only developers use',
};
const FAULTS: readonly Fault[] = [WILDCARD, CLEARTEXT, CUSTOM_SCHEME, LOCAL];

function faultOf(project: Project, app: OauthApp, callback: Field): Fault | undefined {
  if (leavesOpen(project, callback)) return undefined;
  if (beforeQuery(callback).includes('*')) return WILDCARD;
  if (hasCustomScheme(callback)) return app.isPkceRequired?.value === false ? CUSTOM_SCHEME : undefined;
  if (schemeOf(callback) !== 'http') return undefined;
  const reading = project.endpoint(callback);
  return reading.kind === 'endpoint' && isLocalHost(reading.endpoint.host) ? LOCAL : CLEARTEXT;
}

/** Whether a build decides what matters: all of it, the scheme, or the host that `http` leads to. */
function leavesOpen(project: Project, callback: Field): boolean {
  if (!project.isPlaceholder(callback)) return false;
  const scheme = schemeOf(callback);
  const isReplaced = !isPlaceholder(callback.value);
  return isReplaced || scheme === undefined || (scheme === 'http' && project.endpoint(callback).kind !== 'endpoint');
}

const beforeQuery = ({ value }: Field): string => value.replace(/[?#].*$/s, '');

/** Without a query, and without a password before the host. */
const shownOf = (callback: Field): string => beforeQuery(callback).replace(/\/\/[^/]*@/, '//');
