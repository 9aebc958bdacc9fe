import type { PlacedCertificateBody } from './certificate.js';
import type { ComponentBase, Field } from './component.js';
import { commaSeparated } from './externalClientApp.js';
import type { Project } from './project.js';

/** A Connected App or an External Client App with its settings and policies joined: rules see one shape for both. */
export interface OauthApp {
  /** The ConnectedApp or ExternalClientApplication; for settings that lost their app, the settings themselves. */
  readonly component: ComponentBase;
  /** The public certificate that verifies JWTs of the JWT bearer flow, which is possible where it is there. */
  readonly certificate: PlacedCertificateBody | undefined;
  readonly isClientCredentialsFlowEnabled: boolean;
  readonly clientCredentialsUser: Field | undefined;
  readonly permissionSets: readonly Field[];
  readonly profiles: readonly Field[];
}

/** All apps of a project, in file order: Connected Apps first. */
export function oauthApps(project: Project): readonly OauthApp[] {
  const connectedApps = project.all('ConnectedApp').map(
    (app): OauthApp => ({
      component: app,
      certificate: app.oauthConfig?.certificate,
      isClientCredentialsFlowEnabled: app.oauthConfig?.isClientCredentialEnabled?.value ?? false,
      clientCredentialsUser: app.oauthConfig?.oauthClientCredentialUser,
      permissionSets: app.permissionSetName,
      profiles: app.profileName,
    })
  );
  return [...connectedApps, ...externalClientApps(project)];
}

/** The children of an External Client App name it in `externalClientApplication`. */
function externalClientApps(project: Project): readonly OauthApp[] {
  const names = new Map<string, ComponentBase>();
  const children = [
    ...project.all('ExtlClntAppGlobalOauthSettings'),
    ...project.all('ExtlClntAppOauthSettings'),
    ...project.all('ExtlClntAppOauthConfigurablePolicies'),
  ];
  for (const app of project.all('ExternalClientApplication')) names.set(app.fullName.toLowerCase(), app);
  for (const child of children) {
    const name = appNameOf(child);
    if (!names.has(name)) names.set(name, child);
  }
  return [...names].map(([name, component]) => {
    const settings = project.all('ExtlClntAppGlobalOauthSettings').find((child) => appNameOf(child) === name);
    const policies = project.all('ExtlClntAppOauthConfigurablePolicies').find((child) => appNameOf(child) === name);
    return {
      component,
      certificate: settings?.certificate,
      isClientCredentialsFlowEnabled:
        policies?.isClientCredentialsFlowEnabled?.value ?? settings?.isClientCredentialsFlowEnabled?.value ?? false,
      clientCredentialsUser: policies?.clientCredentialsFlowUser,
      permissionSets: commaSeparated(policies?.commaSeparatedPermissionSet),
      profiles: commaSeparated(policies?.commaSeparatedProfile),
    };
  });
}

const appNameOf = (child: ComponentBase & { readonly externalClientApplication: Field | undefined }): string =>
  (child.externalClientApplication?.value ?? child.fullName).toLowerCase();
