/**
 * Makes the code of the bin in layers, so that a scan does not pay for what it does not use: closures for every function of
 * every command would be made at each start. A layer is one script. It may use what stands in the layers before it; what is
 * behind an `import()` is loaded when it is asked for.
 *
 * esbuild knows layers as `splitting` only for ES modules, whose parts call one another through objects; here each layer is one
 * scope, and only calls from a later layer into an earlier one go through an object.
 */
import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { build } from 'esbuild';
import ts from 'typescript';

/**
 * @param {string} root the project's folder, absolute
 * @param {readonly { name: string, entries: readonly string[] }[]} plan the layers in order, each with the files that it is
 *   entered by; the first one runs as a program. The last one takes what else is imported dynamically.
 * @param {import('esbuild').BuildOptions} options for each layer
 * @returns for each layer its code, a function body of `require, module, exports`, what enters it, and what it shares
 */
export async function bundleLayers(root, plan, options) {
  const layers = plan.map(({ name, entries }) => ({ name, entries: [...entries], shared: new Map() }));
  // First without what later layers ask for, to see which files stand where.
  const files = new Map();
  const dynamic = new Set();
  for (const layer of layers) {
    if (layer === layers.at(-1)) layer.entries.push(...[...dynamic].filter((file) => !files.has(file)).sort());
    const seen = new Set();
    const { metafile } = await buildLayer(root, layer, { ...options, files, dynamic: seen });
    place(root, metafile, files, layer);
    for (const file of seen) dynamic.add(file);
    // What a command of the last layer imports dynamically belongs to it, too.
    if (layer === layers.at(-1)) {
      for (let more = unplaced(dynamic, files); more.length > 0; more = unplaced(dynamic, files)) {
        layer.entries.push(...more);
        const again = await buildLayer(root, layer, { ...options, files: without(files, layer), dynamic });
        place(root, again.metafile, files, layer);
      }
    }
  }
  for (const file of [...dynamic].sort()) {
    const layer = files.get(file);
    if (layer.entries.includes(file)) continue;
    // Something else of the layer imports it statically, too.
    if (layer !== layers.at(-1)) throw new Error(`${file} is loaded at every start: import it statically.`);
    layer.entries.push(file);
  }
  for (const [file, layer] of files) {
    for (const { target, names } of importsOf(root, file)) {
      const provider = files.get(target);
      if (!provider || provider === layer) continue;
      const known = provider.shared.get(target) ?? new Set();
      for (const name of names) known.add(name);
      provider.shared.set(target, known);
    }
  }
  return Promise.all(
    layers.map(async (layer) => {
      const earlier = without(files, layer);
      const result = await buildLayer(root, layer, { ...options, files: earlier, dynamic: new Set() });
      return {
        entries: layer.entries,
        shared: [...layer.shared.keys()],
        text: result.outputFiles[0].text,
        metafile: result.metafile,
      };
    })
  );
}

/** Says which layer the files of a bundle are in, and the packages that they import. */
function place(root, metafile, files, layer) {
  for (const file of inputsOf(metafile)) {
    for (const target of [
      file,
      ...importsOf(root, file)
        .map((one) => one.target)
        .filter((one) => !isOwn(one)),
    ]) {
      if (!files.has(target)) files.set(target, layer);
    }
  }
}

const unplaced = (dynamic, files) => [...dynamic].filter((file) => !files.has(file)).sort();

/** The files of the layers before one. */
function without(files, layer) {
  const later = new Set();
  let isLater = false;
  for (const one of new Set(files.values())) {
    if (one === layer) isLater = true;
    if (isLater) later.add(one);
  }
  return new Map([...files].filter(([, one]) => !later.has(one)));
}

const inputsOf = (metafile) =>
  Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : []))
  );

async function buildLayer(root, { entries, shared }, { files, dynamic, plugins = [], ...options }) {
  const layering = {
    name: 'layers',
    setup({ onResolve }) {
      onResolve({ filter: /^\.|^[a-z@]/ }, async ({ path, kind, importer, resolveDir, pluginData }) => {
        if (pluginData === 'resolved' || kind === 'entry-point' || path.startsWith('node:')) return undefined;
        const target = targetOf(root, path, importer, resolveDir);
        if (target === undefined) return undefined;
        if (kind === 'dynamic-import') {
          dynamic.add(target);
          return { path: `lazy:${target}`, external: true };
        }
        return files.has(target) ? { path: `shared:${target}`, external: true } : undefined;
      });
    },
  };
  return build({
    ...options,
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    stdin: { contents: entryText(entries, shared), resolveDir: root, loader: 'ts', sourcefile: 'layer-entry.ts' },
    // An import() becomes a require, which the launcher answers.
    supported: { ...options.supported, 'dynamic-import': false },
    plugins: [layering, ...plugins],
  });
}

/** A module that gives what other layers ask for, by file, when they ask. */
function entryText(entries, shared) {
  const [program, ...rest] = entries.length === 1 && entries[0].startsWith('bin/') ? entries : [undefined, ...entries];
  const imports = [];
  const cases = [...shared].map(([file, names], index) => {
    const locals = [...names].sort().map((name) => [name, `shared${index}_${name}`]);
    imports.push(
      `import { ${locals.map(([name, local]) => `${name} as ${local}`).join(', ')} } from '${specifierOf(file)}';`
    );
    if (locals.some(([name]) => name === 'default')) {
      // Node has the default of what is required be all of it, and esbuild follows that.
      if (locals.length > 1) throw new Error(`Of ${file} another layer imports the default and more: give the default a name.`);
      return `case '${file}': return ${locals[0][1]};`;
    }
    return `case '${file}': return { ${locals.map(([name, local]) => `${name}: ${local}`).join(', ')} };`;
  });
  const modules = rest.map((file) => `case '${file}': return require('./${file}');`);
  return `${imports.join('\n')}
${program === undefined ? '' : `import './${program}';`}
export function shared(file) { switch (file) { ${cases.join('\n')} } }
export function lazy(file) { switch (file) { ${modules.join('\n')} } }
`;
}

const isOwn = (file) => /^(?:src|bin)\//.test(file);
const specifierOf = (file) => (isOwn(file) ? `./${file}` : file);

/** The file of our own that an import means, from the root, or the name of a package; undefined where layers do not matter. */
function targetOf(root, specifier, importer, resolveDir) {
  if (!specifier.startsWith('.')) return importer.includes('node_modules') ? undefined : specifier;
  if (importer.includes('node_modules')) return undefined;
  const file = relative(root, resolve(resolveDir, specifier)).split('\\').join('/');
  return /\.[jt]s$/.test(file) ? file.replace(/\.js$/, '.ts') : undefined;
}

/** What a file of our own imports statically, by target, with the names. */
function importsOf(root, file) {
  if (!isOwn(file) || !file.endsWith('.ts')) return [];
  const source = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest);
  return source.statements.flatMap((statement) => {
    const isExport = ts.isExportDeclaration(statement);
    if (!(isExport || ts.isImportDeclaration(statement)) || !statement.moduleSpecifier) return [];
    const specifier = statement.moduleSpecifier.text;
    const target = targetOf(root, specifier, file, join(root, dirname(file)));
    const clause = isExport ? statement : statement.importClause;
    if (target === undefined || target.startsWith('node:') || !clause || clause.isTypeOnly) return [];
    const named = isExport ? statement.exportClause : clause.namedBindings;
    const elements = named && (ts.isNamedImports(named) || ts.isNamedExports(named)) ? named.elements : [];
    const names = elements.filter((one) => !one.isTypeOnly).map((one) => (one.propertyName ?? one.name).text);
    if (!isExport && clause.name) names.push('default');
    return names.length === 0 ? [] : [{ target, names }];
  });
}
