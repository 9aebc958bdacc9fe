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
import ts from 'typescript';
import { bundleLayers } from './layers.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = join(root, 'dist', 'sf-isa.cjs');

const BUNDLE = {
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

/** The bin in layers: what every scan runs, what reads the files that people write for it, and everything else. */
const LAYERS = [
  { name: 'scan', entries: ['bin/sf-isa.ts'] },
  {
    name: 'readers',
    entries: ['src/config/readConfig.ts', 'src/suppressions/readSuppressions.ts', 'src/baseline/readBaseline.ts'],
  },
  { name: 'rest', entries: [] },
];

/**
 * The bin is one file that runs by itself. Beside it lies what V8 made of its code while it scanned a project: most of the time
 * of a short run goes into compiling functions that are called once, and with V8's own result at hand a scan starts in
 * little more than half the time. It fits the exact version of Node that made it; any other refuses it and compiles as
 * it would have anyway. Nothing is written when the bin runs, unlike with Node's compile cache (node:module), which
 * lies in a folder for all. Each layer of the code stands in one line of comment, which Node passes over faster than any other
 * text, and is had from there without reading the file once more: V8 gives a function's own text, comments included.
 */
async function bundleBin() {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const layers = await bundleLayers(root, LAYERS, {
    ...BUNDLE,
    define: { SF_ISA_VERSION: JSON.stringify(version) },
    plugins: [packedTexts],
  });
  // All of it ASCII, so that V8 keeps it in one byte a character: esbuild leaves regular expressions alone.
  const sources = layers.map(({ text }) => {
    const ascii = text.replace(
      /[^\0-\x7f]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
    );
    const source = `(function (require, module, exports) {${ascii.trimEnd()}})`;
    if (/[\r\n]/.test(source)) throw new Error('The code of the bin has to stand in one line.');
    return source;
  });
  const packages = new Set(
    layers.flatMap(({ metafile }) =>
      Object.values(metafile.outputs).flatMap(({ inputs }) =>
        Object.entries(inputs).flatMap(([input, { bytesInOutput }]) =>
          bytesInOutput > 0 ? (/.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input) ?? []) : []
        )
      )
    )
  );
  const notices = [...packages].sort().map(notice).join('\n\n');
  const opening = '() => {//';
  const isPacked = (index) => index === layers.length - 1;
  const packed = (source) => deflateRawSync(source).toString('base64');
  const launcher = `#!/usr/bin/env node
'use strict';
const { closeSync, openSync, readSync } = require('node:fs');
const { Script } = require('node:vm');
const texts = [${sources.map((source, index) => `${opening}${isPacked(index) ? packed(source) : source}\n}`).join(', ')}];
// The lengths of the parts, in little-endian 32-bit numbers, then the parts.
const cache = () => {
  try {
    return openSync(\`\${__filename}.cache\`, 'r');
  } catch {
    // This file does without; it only starts later.
  }
};
const read = (file, length, position) => {
  const bytes = Buffer.allocUnsafeSlow(length);
  readSync(file, bytes, 0, length, position);
  return bytes;
};
const cachedDataOf = (index) => {
  const file = cache();
  if (file === undefined) return undefined;
  try {
    const head = read(file, ${4 * layers.length}, 0);
    let position = head.length;
    for (let before = 0; before < index; before += 1) position += head.readUInt32LE(4 * before);
    return read(file, head.readUInt32LE(4 * index), position);
  } finally {
    closeSync(file);
  }
};
// What a scan does without is packed, so that Node has less to read.
const sourceOf = (index) => {
  const text = texts[index].toString().slice(${opening.length}, -2);
  if (index !== ${layers.length - 1}) return text;
  return require('node:zlib').inflateRawSync(Buffer.from(text, 'base64')).toString('latin1');
};
const layers = [];
const layer = (index) => {
  if (!layers[index]) {
    const source = sourceOf(index);
    const options = { filename: \`\${__filename}#\${index}\`, cachedData: cachedDataOf(index) };
    const script = new Script(source, options);
    layers[index] = { exports: {}, script };
    script.runInThisContext()(requireFor, layers[index], layers[index].exports);
  }
  return layers[index].exports;
};
const places = ${JSON.stringify(placesOf(layers))};
const requireFor = (name) => {
  if (name.startsWith('lazy:')) return layer(places[name]).lazy(name.slice(5));
  return name.startsWith('shared:') ? layer(places[name]).shared(name.slice(7)) : require(name);
};
layer(0);
/*! These packages are part of this file.

${notices}
*/
`;
  writeFileSync(bin, launcher);
  writeFileSync(`${bin}.cache`, codeCacheOf(launcher, layers.length));
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

/** In which layer is what the launcher is asked for. */
const placesOf = (layers) =>
  Object.fromEntries(
    layers.flatMap(({ entries, shared }, index) => [
      ...(index === 0 ? [] : entries.map((file) => [`lazy:${file}`, index])),
      ...shared.map((file) => [`shared:${file}`, index]),
    ])
  );

/** What V8 knows of each layer's code after it has run: a scan of the bank, and for the layers behind it a rule's page. */
function codeCacheOf(launcher, count) {
  const folder = mkdtempSync(join(tmpdir(), 'sf-isa-build-'));
  const [program, cache] = ['sf-isa.cjs', 'cache'].map((name) => join(folder, name));
  // The program itself, which writes what V8 made of a layer when it ends.
  const note = `process.on('exit', () => {
  const { script } = layers[process.env.SF_ISA_LAYER] ?? {};
  if (script) require('node:fs').writeFileSync(${JSON.stringify(cache)}, script.createCachedData());
});`;
  writeFileSync(program, launcher.replace('\nlayer(0);\n', `\n${note}\nlayer(0);\n`));
  const project = join(root, 'fixtures/projects/bank');
  const scan = ['scan', project, '--now', '2026-11-22', '--no-exit-codes'];
  const parts = Array.from({ length: count }, (_, index) => {
    const parameters = index === count - 1 ? ['explain', 'certificate-expired'] : scan;
    const env = { ...process.env, SF_ISA_LAYER: String(index) };
    execFileSync(process.execPath, [program, ...parameters], { stdio: 'pipe', env });
    return readFileSync(cache);
  });
  rmSync(folder, { recursive: true });
  const head = Buffer.alloc(4 * count);
  for (const [index, part] of parts.entries()) head.writeUInt32LE(part.length, 4 * index);
  return Buffer.concat([head, ...parts]);
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
