import { escapeActive } from '../reporters/json.js';
import type { Config } from '../config/config.js';
import { printable } from '../config/configError.js';
import type { ConfigFile } from '../config/configFile.js';
import type { ConfigLayer } from '../config/extendConfig.js';
import type { LayeredConfig } from '../config/readConfig.js';
import { pointerPart } from '../config/readYaml.js';

/** Where a value of a config comes from. */
export type ValueSource =
  | { readonly kind: 'default' }
  | { readonly kind: 'preset'; readonly name: string }
  | { readonly kind: 'file'; readonly path: string; readonly line: number; readonly column: number };

/** One value of a config that no mapping takes apart any further. */
export interface EffectiveValue {
  /** The keys that lead to it; an integration and a gateway go by their ids, an attestation by its control. */
  readonly keys: readonly string[];
  readonly value: unknown;
  readonly source: ValueSource;
}

/** The values of a config in the order of its documentation, each with the last of the layers that sets it. */
export function effectiveValues({ config, layers }: LayeredConfig): readonly EffectiveValue[] {
  const latest = [...layers].reverse();
  return leavesOf(config).map(({ keys, value }) => ({ keys, value, source: sourceOf(keys, latest) }));
}

type Leaf = Pick<EffectiveValue, 'keys' | 'value'>;

function leavesOf({ integrations, gateways, attestations, ...config }: Config): readonly Leaf[] {
  return [
    ...leavesBelow([], config),
    ...integrations.map((value) => ({ keys: ['integrations', value.id], value })),
    ...gateways.map((value) => ({ keys: ['gateways', value.id], value })),
    ...attestations.map((value) => ({ keys: ['attestations', value.control], value })),
  ];
}

/** Of each list whose entries are merged one by one, what the entries of a file go by. */
const ENTRIES: Readonly<Record<string, (file: ConfigFile) => readonly string[] | undefined>> = {
  integrations: (file) => file.integrations?.map(({ id }) => id),
  gateways: (file) => file.gateways?.map(({ id }) => id),
  attestations: (file) => file.attestations?.map(({ control }) => control),
};

/** An option of a rule may be a mapping itself, and is one value. */
const OPTION_DEPTH = 4;

const leavesBelow = (keys: readonly string[], value: unknown): readonly Leaf[] =>
  isMapping(value) && keys.length < OPTION_DEPTH
    ? Object.entries(value).flatMap(([key, inner]) => leavesBelow([...keys, key], inner))
    : value === undefined
      ? []
      : [{ keys, value }];

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function sourceOf(keys: readonly string[], latest: readonly ConfigLayer[]): ValueSource {
  for (const { file, name, place, preset } of latest) {
    const pointer = pointerTo(file, keys);
    if (pointer === undefined) continue;
    return preset === undefined
      ? { kind: 'file', path: printable(name), ...place(pointer, 'key') }
      : { kind: 'preset', name: preset };
  }
  return { kind: 'default' };
}

/** Where a file says a value, as a JSON pointer. */
function pointerTo(file: ConfigFile, keys: readonly string[]): string | undefined {
  const [first = '', second = '', third] = keys;
  const entries = ENTRIES[first];
  if (entries) {
    const index = entries(file)?.indexOf(second) ?? -1;
    return index < 0 ? undefined : `#/${first}/${index}`;
  }
  // A rule that has a severity alone is written without the key.
  const isShort = first === 'rules' && third === 'severity' && typeof file.rules?.[second] === 'string';
  const written = isShort ? keys.slice(0, 2) : keys;
  let value: unknown = file;
  for (const key of written) {
    if (!isMapping(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return value === undefined ? undefined : `#/${written.map(pointerPart).join('/')}`;
}

/** The values as a `sf-isa.yml` that says the same by itself, with a comment behind each. */
export function effectiveYaml(values: readonly EffectiveValue[]): string {
  const lines = ['version: 1'];
  let open: readonly string[] = [];
  for (const { keys, value, source } of values) {
    const comment = `# ${inWords(source)}`;
    const parents = keys.slice(0, -1);
    const common = parents.findIndex((key, depth) => open[depth] !== key);
    const from = common < 0 ? parents.length : common;
    for (let depth = from; depth < parents.length; depth += 1)
      lines.push(`${'  '.repeat(depth)}${plain(parents[depth]!)}:`);
    open = parents;
    const indent = '  '.repeat(parents.length);
    if (ENTRIES[keys[0]!]) lines.push(...entryLines(value as object, comment));
    else lines.push(`${indent}${plain(keys.at(-1)!)}: ${inline(value)} ${comment}`);
  }
  return `${lines.join('\n')}\n`;
}

const entryLines = (entry: object, comment: string): readonly string[] =>
  Object.entries(entry).map(
    ([key, value], index) => `  ${index === 0 ? '-' : ' '} ${key}: ${inline(value)}${index === 0 ? ` ${comment}` : ''}`
  );

function inWords(source: ValueSource): string {
  if (source.kind === 'file') return `${source.path}:${source.line}`;
  return source.kind === 'preset' ? `preset ${source.name}` : 'default';
}

/** JSON is YAML; what needs no quotation marks has none. */
const inline = (value: unknown): string =>
  Array.isArray(value) ? `[${value.map(inline).join(', ')}]` : typeof value === 'string' ? plain(value) : json(value);

const plain = (text: string): string =>
  /^[A-Za-z][\w.-]*$/.test(text) && !/^(?:true|false|null)$/i.test(text) ? text : json(text);

const json = (value: unknown): string => escapeActive(JSON.stringify(value));
