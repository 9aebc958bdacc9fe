import { PRESET_NAMES, PRESETS, type Preset } from '../src/config/presets.js';

/** What each preset is for and what it sets, in Markdown for `docs/configuration.md`. */
export function presetTable(): string {
  const ids = [...new Set(PRESET_NAMES.flatMap((name) => Object.keys(PRESETS[name].rules ?? {})))].sort();
  return [
    ...PRESET_NAMES.map((name) => `- \`${name}\`: ${PRESETS[name].summary}`),
    '',
    row(['Sets', ...PRESET_NAMES.map((name) => `\`${name}\``)]),
    row(['---', ...PRESET_NAMES.map(() => '---')]),
    ...(['persona', 'failOn', 'minConfidence'] as const).map((key) =>
      row([`\`${key}\``, ...PRESET_NAMES.map((name) => PRESETS[name][key] ?? '')])
    ),
    ...ids.map((id) => row([`[\`${id}\`](rules/${id}.md)`, ...PRESET_NAMES.map((name) => said(PRESETS[name], id))])),
  ].join('\n');
}

function said({ rules = {} }: Preset, id: string): string {
  const rule = rules[id] ?? {};
  const { severity, options = {} } = typeof rule === 'string' ? { severity: rule } : rule;
  return [
    ...(severity === undefined ? [] : [severity]),
    ...Object.entries(options).map(([name, value]) => `\`${name}: ${JSON.stringify(value)}\``),
  ].join(', ');
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
