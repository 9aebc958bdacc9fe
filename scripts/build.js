/**
 * Makes what the package ships: `lib/`, the engine and the plugin of the Salesforce CLI, by tsc; and
 * `dist/sf-isa.cjs`, the bin in one file that needs nothing but Node, by esbuild. Runs on Node 20 as well.
 */
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { deflateRawSync } from 'node:zlib';
import { build } from 'esbuild';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = join(root, 'dist', 'sf-isa.cjs');

const BUNDLE = {
  absWorkingDir: root,
  entryPoints: ['bin/sf-isa.ts'],
  bundle: true,
  write: false,
  metafile: true,
  outfile: bin,
  platform: 'node',
  target: 'node22',
  format: 'cjs',
  minify: true,
  legalComments: 'none',
  supported: {
    // They keep line breaks as they are, and the code has to stand in one line.
    'template-literal': false,
    // Node has them all; esbuild asks only because their letters change with Unicode, and would compile them at every start.
    'regexp-unicode-property-escapes': true,
  },
  loader: { '.md': 'text' },
  // The build of the package that is made of ES modules, from which what is not used can be left out.
  alias: { yaml: join(root, 'node_modules/yaml/browser/dist/index.js') },
  logLevel: 'warning',
};

/** TypeScript to `lib/`. */
function compile() {
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [tsc, '-p', root], { stdio: 'inherit' });
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error('tsc found errors.'))));
  });
}

/**
 * The bin is one file that runs by itself. Beside it lies what V8 made of its code while it scanned a project: most of the time
 * of a short run goes into compiling functions that are called once, and with V8's own result at hand a scan starts in
 * little more than half the time. It fits the exact version of Node that made it; any other refuses it and compiles as
 * it would have anyway. Nothing is written when the bin runs, unlike with Node's compile cache (node:module), which
 * lies in a folder for all. The code stands in one line of comment, which Node passes over faster than any other text,
 * and is had from there without reading the file once more: V8 gives a function's own text, comments included.
 */
async function bundleBin() {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const { metafile, outputFiles } = await build({
    ...BUNDLE,
    define: { SF_ISA_VERSION: JSON.stringify(version) },
    plugins: [packedTexts],
  });
  // All of it ASCII, so that V8 keeps it in one byte a character: esbuild leaves regular expressions alone.
  const text = outputFiles[0].text.replace(
    /[^\0-\x7f]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  );
  const source = `(function (require, module, exports) {${text.trimEnd()}})`;
  if (/[\r\n]/.test(source)) throw new Error('The code of the bin has to stand in one line.');
  const packages = new Set(
    Object.values(metafile.outputs).flatMap(({ inputs }) =>
      Object.entries(inputs).flatMap(([input, { bytesInOutput }]) =>
        bytesInOutput > 0 ? (/.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input) ?? []) : []
      )
    )
  );
  const notices = [...packages].sort().map(notice).join('\n\n');
  const opening = '() => {//';
  const launcher = `#!/usr/bin/env node
'use strict';
const { readFileSync } = require('node:fs');
const { Script } = require('node:vm');
const source = (${opening}${source}
}).toString().slice(${opening.length}, -2);
let cachedData;
try {
  cachedData = readFileSync(\`\${__filename}.cache\`);
} catch {
  // This file does without; it only starts later.
}
new Script(source, { filename: __filename, cachedData }).runInThisContext()(require, module, exports);
/*! These packages are part of this file.

${notices}
*/
`;
  writeFileSync(bin, launcher);
  writeFileSync(`${bin}.cache`, codeCacheOf(source));
  chmodSync(bin, 0o755);
}

/** An expression that unpacks a value when it is evaluated. */
const unpacking = (value) =>
  `JSON.parse(inflateRawSync(Buffer.from('${deflateRawSync(JSON.stringify(value)).toString('base64')}', 'base64')).toString())`;

/** What only the page of a rule shows: packed, it does not make every start longer. */
const PAGE_TEXTS = ['cases', 'why', 'remedy', 'setup', 'whenWrong', 'links'];

/** Takes the texts of pages out of the rules, where no expression is part of them, and gives them back when they are asked for. */
const packedTexts = {
  name: 'packed-texts',
  setup({ onLoad, onResolve }) {
    const texts = {};
    const files = readdirSync(join(root, 'src/rules')).filter((file) => /^[a-z0-9]+(?:-[a-z0-9]+)+\.ts$/.test(file));
    const rest = new Map(files.map((file) => [file, withoutTexts(join(root, 'src/rules', file), texts)]));
    onLoad({ filter: /rules.examples\.ts$/ }, ({ path }) => {
      const json = readFileSync(path, 'utf8').replace(/^[^]*?=\s*(?=\{)|;\s*$/g, '');
      const contents = `import { inflateRawSync } from 'node:zlib';\nexport const examples = ${unpacking(JSON.parse(json))};`;
      return { contents };
    });
    onLoad({ filter: /src.rules.[a-z0-9]+(?:-[a-z0-9]+)+\.ts$/ }, ({ path }) => ({
      contents: `import { pageTexts } from 'page-texts';\n${rest.get(basename(path))}`,
      loader: 'ts',
    }));
    onResolve({ filter: /^page-texts$/ }, ({ path }) => ({ path, namespace: 'packed' }));
    onLoad({ filter: /./, namespace: 'packed' }, () => ({
      contents: `let texts;
const textOf = ({ id }, name) => {
  const { inflateRawSync } = require('node:zlib');
  texts ??= ${unpacking(texts)};
  return texts[id][name];
};
export const pageTexts = { ${PAGE_TEXTS.map((name) => `get ${name}() { return textOf(this, '${name}'); }`).join(', ')} };`,
    }));
  },
};

/** The source of a rule without the texts of its page, which go into `texts` under the rule's id. */
function withoutTexts(path, texts) {
  let source = readFileSync(path, 'utf8');
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest);
  const call = file.statements.find(ts.isExportAssignment).expression;
  const [declaration] = call.arguments;
  const packed = (texts[basename(path, '.ts')] = {});
  for (const property of [...declaration.properties].reverse()) {
    const name = property.name.getText(file);
    if (!PAGE_TEXTS.includes(name) || !isText(property.initializer)) continue;
    packed[name] = runInNewContext(property.initializer.getText(file));
    source = source.slice(0, property.getFullStart()) + source.slice(property.end + 1);
  }
  const start = declaration.getStart(file) + 1;
  return `${source.slice(0, start)} __proto__: pageTexts,${source.slice(start)}`;
}

const isText = (node) =>
  ts.isStringLiteralLike(node) || (ts.isArrayLiteralExpression(node) && node.elements.every(ts.isStringLiteralLike));

/** What V8 knows of a program's code after it has scanned the bank. */
function codeCacheOf(source) {
  const folder = mkdtempSync(join(tmpdir(), 'sf-isa-build-'));
  const [program, code, cache] = ['train.cjs', 'source.js', 'cache'].map((name) => join(folder, name));
  writeFileSync(code, source);
  writeFileSync(
    program,
    `const { readFileSync, writeFileSync } = require('node:fs');
const { Script } = require('node:vm');
const script = new Script(readFileSync(${JSON.stringify(code)}, 'latin1'));
process.on('exit', () => writeFileSync(${JSON.stringify(cache)}, script.createCachedData()));
script.runInThisContext()(require, module, exports);`
  );
  const project = join(root, 'fixtures/projects/bank');
  execFileSync(process.execPath, [program, 'scan', project, '--now', '2026-11-22', '--no-exit-codes'], { stdio: 'pipe' });
  const cached = readFileSync(cache);
  rmSync(folder, { recursive: true });
  return cached;
}

/** The name and the licence of a bundled package. Every copy of the bundle has to carry it. */
function notice(folder) {
  const { name, version, license, author } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const file = readdirSync(join(root, folder)).find((entry) => /^licen[cs]e/i.test(entry));
  const holder = typeof author === 'object' ? author.name : author;
  if (file === undefined && (license !== 'MIT' || !holder)) throw new Error(`${name} has no licence file.`);
  const text = file === undefined ? mitLicence(holder) : readFileSync(join(root, folder, file), 'utf8');
  return `${name} ${version}, ${license}\n\n${text.replaceAll('*/', '* /').trim()}`;
}

/** For a package that says MIT in its package.json and leaves out the text. */
function mitLicence(holder) {
  return `Copyright (c) ${holder}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;
}

rmSync(join(root, 'lib'), { recursive: true, force: true });
mkdirSync(join(root, 'dist'), { recursive: true });
// Both to their end, so that neither is cut off by the other's failure.
const results = await Promise.allSettled([compile(), bundleBin()]);
for (const { status, reason } of results) {
  if (status === 'fulfilled') continue;
  console.error(reason instanceof Error ? reason.message : reason);
  process.exitCode = 1;
}
