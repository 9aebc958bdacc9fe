import { didYouMean } from '../didYouMean.js';
import type { Config } from './config.js';
import { quote } from './configError.js';
import type { ConfigFile } from './configFile.js';

/** More than anybody reads of one file. */
const MAX_PROBLEMS = 100;
/** Beyond that nobody is helped, and a hostile file would make the search for the word that was meant long. */
const LONGEST_NAME = 60;
const MOST_NAMES = 1000;

/** A name that stands for nothing. */
export interface UnknownName {
  /** JSON pointer of the name in its file. */
  readonly pointer: string;
  /** A sentence without a final period. */
  readonly message: string;
}

/**
 * What a file says by name of entries that the whole config does not have, as far as it holds in the end: gateways (as soon as
 * there are any), integrations of planned certificates, and the controls of attestations, where their ids are given.
 */
export function unknownNames(
  file: ConfigFile,
  config: Config,
  controls: readonly string[] = []
): readonly UnknownName[] {
  const problems: UnknownName[] = [];
  for (const one of eachUnknown(file, config, controls)) {
    problems.push(one);
    if (problems.length === MAX_PROBLEMS) break;
  }
  return problems;
}

function* eachUnknown(file: ConfigFile, config: Config, controls: readonly string[]): Iterable<UnknownName> {
  const { integrations, gateways, attestations, org } = config;
  const [registered, attested] = [new Set(integrations), new Set(attestations)];
  const gatewayIds = gateways.map(({ id }) => id);
  for (const [index, integration] of (file.integrations ?? []).entries()) {
    // Another file may say something else of the same integration.
    if (!registered.has(integration)) continue;
    yield* unknown(`integrations[${index}].gateway`, integration.gateway, gatewayIds, 'no gateway of gateways');
  }
  const { planned } = org.certificates;
  const ids = integrations.map(({ id }) => id);
  for (const [index, { integration }] of (file.org?.certificates?.planned === planned ? planned : []).entries()) {
    const path = `org.certificates.planned[${index}].integration`;
    if (ids.length > 0) yield* unknown(path, integration, ids, 'no id of integrations');
    else if (integration !== undefined) yield problem(path, `${quote(integration)}, and there are no integrations`);
  }
  for (const [index, attestation] of (file.attestations ?? []).entries()) {
    if (!attested.has(attestation)) continue;
    yield* unknown(`attestations[${index}].control`, attestation.control, controls, 'no control of docs/coverage.md');
  }
}

/** `known` without a name means that nobody can tell. */
function* unknown(
  path: string,
  name: string | undefined,
  known: readonly string[],
  what: string
): Iterable<UnknownName> {
  if (name === undefined || known.length === 0 || known.includes(name)) return;
  const isSearched = name.length <= LONGEST_NAME && known.length <= MOST_NAMES;
  const meant = isSearched ? didYouMean(name, known) : undefined;
  yield problem(path, `${quote(name)}, ${what}${meant === undefined ? '' : `; did you mean "${meant}"?`}`);
}

/** `a.b[0].c` is at `#/a/b/0/c`. */
const problem = (path: string, is: string): UnknownName => ({
  pointer: `#/${path.replaceAll('[', '.').replaceAll(']', '').replaceAll('.', '/')}`,
  message: `${path} is ${is}`,
});
