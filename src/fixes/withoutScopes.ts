import type { OauthApp, OauthScope } from '../model/oauthApp.js';
import type { Edit } from './edit.js';

/** Takes scopes off an app. None where no scope would be left: somebody has to say what the client needs. */
export function withoutScopes({ kind, scopes }: OauthApp, unwanted: readonly OauthScope[]): readonly Edit[] {
  const isUnwanted = (scope: OauthScope): boolean => unwanted.includes(scope);
  if (scopes.every(isUnwanted)) return [];
  if (kind === 'ConnectedApp') return unwanted.map(({ at }) => ({ kind: 'remove', at }));
  // A list of names: each goes with the comma before it, the first ones with that behind them.
  const kept = scopes.find((scope) => !isUnwanted(scope))!;
  return scopes.filter(isUnwanted).map((scope): Edit => {
    const index = scopes.indexOf(scope);
    const isBeforeKept = index < scopes.indexOf(kept);
    const start = isBeforeKept ? scope.at.start : scopes[index - 1]!.at.end;
    const end = isBeforeKept ? scopes[index + 1]!.at.start : scope.at.end;
    return { kind: 'replace', at: { ...scope.at, start, end }, from: undefined, to: '' };
  });
}
