import { escapeActive } from '../reporters/json.js';
import type { Config, Integration } from '../config/config.js';
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
  /** The keys that lead to it; an integration goes by its id. */
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

function leavesOf({ integrations, ...config }: Config): readonly Leaf[] {
  return [
    ...leavesBelow([], config),
    ...integrations.map((integration) => ({ keys: ['integrations', integration.id], value: integration })),
  ];
}

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
  const [first, second = '', third] = keys;
  if (first === 'integrations') {
    const index = file.integrations?.findIndex(({ id }) => id === second) ?? -1;
    return index < 0 ? undefined : `#/integrations/${index}`;
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
    if (keys[0] === 'integrations') lines.push(...entryLines(value as Integration, comment));
    else lines.push(`${indent}${plain(keys.at(-1)!)}: ${inline(value)} ${comment}`);
  }
  return `${lines.join('\n')}\n`;
}

const entryLines = (integration: Integration, comment: string): readonly string[] =>
  Object.entries(integration).map(
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
