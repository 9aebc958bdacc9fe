import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string }>>;
}

/** The inputs and outputs of the action at a path, as Markdown. */
export function actionTable(path: string): string {
  const { inputs, outputs } = parse(readFileSync(path, 'utf8')) as Action;
  return [
    '| Input | Default | Means |',
    '| --- | --- | --- |',
    ...Object.entries(inputs).map(
      ([name, { description, default: preset }]) =>
        `| \`${name}\` | ${preset === '' ? '' : `\`${preset}\``} | ${description} |`
    ),
    '',
    '| Output | Means |',
    '| --- | --- |',
    ...Object.entries(outputs).map(([name, { description }]) => `| \`${name}\` | ${description} |`),
  ].join('\n');
}
