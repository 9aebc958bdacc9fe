import type { Problem, RelatedPlace, Severity } from '../findings/finding.js';
import type { Edit } from '../fixes/edit.js';
import type { Location } from '../location.js';
import { componentKey } from './component.js';
import { listNames, sortedNames } from './nameList.js';
import type { SyncIdentity } from './syncIdentity.js';

/** Places besides the first that a finding shows: the message has the names. */
const MOST_RELATED = 3;

/** Something that a sync identity may do and should not. */
export interface SyncGrant {
  /** Of the user permission, object or field. */
  readonly name: string;
  readonly at: Location;
}

/** What a rule says of all grants of one kind that one holder has. */
interface SyncProblemText {
  /** The gravest first; it is underlined. Never empty. */
  readonly grants: readonly SyncGrant[];
  /** Keyed element path that they have in common. */
  readonly element: string;
  /** What is granted, to follow "grants": `Delete on Account and Contact`. */
  readonly what: string;
  readonly label: string;
  readonly severity: Severity;
  /** To begin the line that says what to do: `remove ModifyAllData`. */
  readonly fix: string;
  readonly edits?: readonly Edit[];
  /** The key under `sync.allow` that would permit it, where there is one. */
  readonly allowKey?: string;
  readonly related?: readonly RelatedPlace[];
  readonly discriminator?: string;
}

/**
 * One finding for all of a holder's grants of a kind: one root cause, one finding. The message says how the holder was
 * recognised, since a name may mislead, and its evidence are the names, so that a new one opens an accepted finding.
 */
export function syncProblem(
  identity: SyncIdentity,
  { grants, element, what, label, severity, fix, edits, allowKey, related = [], discriminator }: SyncProblemText
): Problem {
  const { holder, confidence, signs } = identity;
  const [first, ...others] = grants;
  return {
    component: holder,
    where: { at: first!.at, element },
    severity,
    confidence,
    message: `${holder.type === 'Profile' ? 'Profile' : 'Permission Set'} ${holder.fullName} grants ${what} to a sync identity, recognised by ${signs[0]!.reason}`,
    label,
    related: [
      ...others.slice(0, MOST_RELATED).map(({ name, at }) => ({ at, label: `${name}, too` })),
      ...related,
      ...recognitionPlace(identity),
    ],
    fix: `${fix}${advice(identity, allowKey)}`,
    ...(edits && { edits }),
    evidence: sortedNames(grants.map(({ name }) => name)).join(' '),
    ...(discriminator === undefined ? {} : { discriminator }),
  };
}

/** The place that makes a holder a sync identity, where there is one to show. */
function recognitionPlace({ signs, confidence }: SyncIdentity): readonly RelatedPlace[] {
  const sign = signs.find((each) => each.at !== undefined && each.confidence === confidence);
  return sign?.at ? [{ at: sign.at, label: `recognised by ${sign.reason}` }] : [];
}

/** What to write into config where a finding is meant, or is about people. */
function advice({ holder, confidence }: SyncIdentity, allowKey: string | undefined): string {
  const key = componentKey(holder);
  if (confidence !== 'high') return `, or list ${key} in sync.exclude if it is for people`;
  return allowKey === undefined ? '' : `, or list ${key} under sync.allow.${allowKey} if it is meant`;
}

/** The names of grants in a sentence; `plural` is what to call those that are only counted. */
export const grantNames = (grants: readonly SyncGrant[], plural: string): string =>
  listNames(
    grants.map(({ name }) => name),
    plural
  );
