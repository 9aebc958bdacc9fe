import { compare } from '../compare.js';
import type { ComponentRef } from '../model/component.js';
import { groupsOf, mutingSetsOf } from '../model/grants.js';
import type { PermissionSet, PermissionSetGroup } from '../model/permissionSet.js';
import { principalGrantsOf, type PrincipalGrant } from '../model/principal.js';
import type { Project } from '../model/project.js';

/** Somebody who may use a principal or an app. The full name is empty where the build puts it in. */
export interface Grantee extends ComponentRef {
  /** What the files leave open about it; empty where they leave nothing open. */
  readonly note: string;
}

/** Who grants which principals: permission sets, and the groups that do not mute what their sets grant. */
export class PrincipalUsers {
  private readonly byCredential = new Map<
    string,
    Array<{ readonly set: PermissionSet; readonly grant: PrincipalGrant }>
  >();

  public constructor(private readonly project: Project) {
    for (const set of project.all('PermissionSet')) {
      for (const grant of principalGrantsOf(project, set)) {
        const key = (grant.credential?.fullName ?? grant.credentialName).toLowerCase();
        const known = this.byCredential.get(key);
        if (known) known.push({ set, grant });
        else this.byCredential.set(key, [{ set, grant }]);
      }
    }
  }

  /** The grants of a credential's principals, whether or not the project holds the credential. */
  public grantsOf(credential: string): readonly PrincipalGrant[] {
    return (this.byCredential.get(credential.toLowerCase()) ?? []).map(({ grant }) => grant);
  }

  /** The permission sets and groups whose users may use a principal; `isMeant` picks its grants. */
  public granteesOf(credential: string, isMeant: (grant: PrincipalGrant) => boolean): readonly Grantee[] {
    const found = new Map<string, Grantee>();
    for (const { set, grant } of this.byCredential.get(credential.toLowerCase()) ?? []) {
      if (!isMeant(grant)) continue;
      const groups = groupsOf(this.project, set.fullName).flatMap((group) => this.asGrantee(group, grant.name.value));
      for (const grantee of [{ type: set.type, fullName: set.fullName, note: '' }, ...groups]) {
        found.set(`${grantee.type}:${grantee.fullName}`, grantee);
      }
    }
    return [...found.values()].sort(byName);
  }

  /** Whether a group takes away a principal, by its name in permission sets. */
  public isMuted(group: PermissionSetGroup, principal: string): boolean {
    return mutingSetsOf(this.project, group).some(({ externalCredentialPrincipals }) =>
      externalCredentialPrincipals.some(({ value }) => value.toLowerCase() === principal.toLowerCase())
    );
  }

  private asGrantee(group: PermissionSetGroup, principal: string): readonly Grantee[] {
    if (this.isMuted(group, principal)) return [];
    return [{ type: group.type, fullName: group.fullName, note: openMuting(this.project, group) }];
  }
}

/** What is unknown of a group because a muting permission set of it is not in the project; empty otherwise. */
export function openMuting(project: Project, group: PermissionSetGroup): string {
  const missing = group.mutingPermissionSets.filter(({ value }) => !project.find('MutingPermissionSet', value));
  return missing.length === 0
    ? ''
    : `its muting permission set ${missing.map(({ value }) => value).join(' and ')} is not in the project`;
}

const byName = (a: Grantee, b: Grantee): number => compare(a.type, b.type) || compare(a.fullName, b.fullName);
