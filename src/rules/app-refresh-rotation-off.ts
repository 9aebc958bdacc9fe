import { setTo } from '../fixes/edit.js';
import { judgeApps, leftToBuildOf, partAt, scopeOf } from '../model/oauthApp.js';
import { defineRule } from './rule.js';

export default defineRule({
  id: 'app-refresh-rotation-off',
  title: 'OAuth app whose refresh tokens can be used again and again',
  severity: 'low',
  confidence: 'medium',
  persona: 'pedantic',
  looksAt: ['ConnectedApp', 'ExtlClntAppGlobalOauthSettings', 'ExtlClntAppOauthSettings'],
  tags: ['apps'],
  why: `With rotation a refresh token is good once: every use returns a new one and ends the old, so a copied token stops working as soon as
the client goes on, and its use shows. Without rotation a copy works as long as the original. A secret that must come with the
refresh token is the other lock; \`isSecretRequiredForRefreshToken\` is true where it is left out.

Only what the file says is reported: rotation that is \`false\`, or a secret that is \`false\` where rotation is not on. Older
retrieves leave both out. Without the scope \`RefreshToken\` there is nothing to rotate, and an app whose client signs in by
itself gets no refresh token; both are left alone.`,
  remedy: `Make sure that the client keeps the newest token, then switch rotation on:

\`\`\`xml
<isRefreshTokenRotationEnabled>true</isRefreshTokenRotationEnabled>
\`\`\`

For a client that can keep a secret, let it send it: \`<isSecretRequiredForRefreshToken>true</isSecretRequiredForRefreshToken>\`.`,
  setup:
    'App Manager > (the app) > Edit > Enable Refresh Token Rotation, or External Client App Manager > (the app) > Settings > OAuth Settings > Security',
  whenWrong: `A client that runs in several places with one refresh token breaks when the token rotates.`,
  links: [
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_connectedapp.htm',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_extlclntappglobaloauthsettings.htm',
    'https://help.salesforce.com/s/articleView?id=005318040&language=en_US&type=1',
  ],
  controls: ['CWE-613', 'ZT-PATTERN-4'],
  since: '0.1.0',
  fixable: {
    safe: false,
    title:
      'turn rotation on, or where the file does not speak of it require the secret; a client that keeps the old token stops',
  },

  *check(project) {
    yield* judgeApps(project, function* (app) {
      const { isRefreshTokenRotationEnabled: rotation, isSecretRequiredForRefreshToken: secret } = app;
      if (rotation?.value === true || (app.serverFlow && !app.peopleFlow)) return;
      const isSecretOff = secret?.value === false;
      const where = rotation ?? (isSecretOff ? secret : undefined);
      if (!where) return;
      const refreshToken = scopeOf(app, 'RefreshToken');
      if (!refreshToken) {
        yield* leftToBuildOf(project, app, app.scopes, 'scopes');
        return;
      }
      yield {
        component: partAt(app, where),
        where,
        message: rotation
          ? `${app.title} does not rotate refresh tokens${isSecretOff ? ', and takes them without its secret' : ''}`
          : `${app.title} takes refresh tokens without its secret`,
        label: rotation ? 'a copy works as long as the original' : 'the token alone is enough',
        related: [
          ...(rotation && isSecretOff ? [{ at: secret.at, label: 'the token alone is enough' }] : []),
          { at: refreshToken.at, label: 'lets the app have refresh tokens' },
        ],
        fix: rotation
          ? 'set isRefreshTokenRotationEnabled to true'
          : 'set isSecretRequiredForRefreshToken to true, or rotate refresh tokens',
        edits: [setTo(where, 'true')],
        evidence: `${rotation ? 'no rotation' : ''} ${isSecretOff ? 'no secret' : ''}`.trim(),
      };
    });
  },
});
