/**
 * Two plugins of Stryker, for `npm run mutation`: what runs the tests, and what leaves out of the mutants all that no
 * scan shows. The tests run in one process, which Stryker's own runner does too, but with Mocha 11 and older only; this one
 * also starts with the tests that are likely to fail, and loads the code anew where a mutant asks for it.
 */
import { globSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { INSTRUMENTER_CONSTANTS } from '@stryker-mutator/api/core';
import { declareClassPlugin, declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  determineHitLimitReached,
  DryRunStatus,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { build } from 'esbuild';
import Mocha from 'mocha';

/** Tests that need no build and no network. What `test/rules.test.ts` asks is asked by the snapshots, too. */
const TESTS = [
  'test/rules.snapshot.test.ts',
  'test/rules/**/*.test.ts',
  'test/model/**/*.test.ts',
  'test/fixes/fixtures.test.ts',
];
/** Those of speed fail on a busy machine and kill nothing. A rule is to be pinned down by cases of its own. */
const LEFT_OUT = /takes (?:no|time)|in time that|no more than a moment|fixtures (?:other|the) rules/;
/** Whose findings a test compares: Stryker looks whether that file has changed since its last run. */
const SNAPSHOT = /(\S+) says what findings\.txt has$/;
/** In the folder of the modules that look for fixtures from where they are. */
const BUNDLE = 'test/support/mutation.cjs';
/** How many of the tests that killed mutants of a file are tried first on its next ones. */
const REMEMBERED_KILLERS = 8;

const require = createRequire(import.meta.url);

class BundledMocha {
  /** What mutants read and write. */
  context = (globalThis[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {});
  bundle = resolve(BUNDLE);
  /** The full titles of tests that killed mutants, the latest first, by file. */
  killers = new Map();

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    await build({
      stdin: {
        contents: TESTS.flatMap((pattern) => globSync(pattern).sort())
          .map((file) => `import ${JSON.stringify(`./${file}`)};`)
          .join('\n'),
        resolveDir: process.cwd(),
      },
      bundle: true,
      packages: 'external',
      platform: 'node',
      format: 'cjs',
      define: { 'import.meta.url': JSON.stringify(pathToFileURL(this.bundle)) },
      outfile: this.bundle,
    });
  }

  async dryRun() {
    this.load();
    const { context } = this;
    this.onTest = (test) => {
      context.currentTestId = test.fullTitle();
    };
    const tests = await this.run(() => true);
    this.onTest = undefined;
    return { status: DryRunStatus.Complete, tests, mutantCoverage: context.mutantCoverage };
  }

  async mutantRun({ testFilter, hitLimit, activeMutant, mutantActivation, reloadEnvironment }) {
    const { context } = this;
    context.hitLimit = hitLimit;
    context.hitCount = hitLimit === undefined ? undefined : 0;
    context.activeMutant = mutantActivation === 'static' ? activeMutant.id : undefined;
    if (reloadEnvironment || !this.mocha) this.load();
    context.activeMutant = activeMutant.id;

    const { fileName } = activeMutant;
    const killers = this.killers.get(fileName) ?? [];
    const subject = basename(fileName, '.ts');
    const covering = testFilter && new Set(testFilter);
    const isCovering = (title) => !covering || covering.has(title);
    const isLikely = (title) => title.includes(subject) || killers.includes(title);
    let tests = await this.run((title) => isCovering(title) && isLikely(title));
    const hasFailed = () => tests.some(({ status }) => status === TestStatus.Failed);
    const hasTimedOut = () => determineHitLimitReached(context.hitCount, hitLimit);
    if (!hasFailed() && !hasTimedOut()) {
      tests = [...tests, ...(await this.run((title) => isCovering(title) && !isLikely(title)))];
    }
    const result = hasTimedOut() ?? toMutantRunResult({ status: DryRunStatus.Complete, tests });
    if (result.killedBy) {
      const latest = [...new Set([...result.killedBy, ...killers])].slice(0, REMEMBERED_KILLERS);
      this.killers.set(fileName, latest);
    }
    return result;
  }

  /** Evaluates the code and the tests anew. */
  load() {
    delete require.cache[this.bundle];
    this.mocha?.dispose();
    this.mocha = new Mocha({ bail: true, timeout: 0, reporter: class {} }).cleanReferencesAfterRun(false);
    this.mocha.addFile(this.bundle).loadFiles();
  }

  /** Runs the tests whose full title is wanted, up to the first that fails. */
  run(isWanted) {
    return new Promise((finish) => {
      const tests = [];
      const add = (test, rest) => {
        const id = test.fullTitle();
        const [, ruleId] = SNAPSHOT.exec(id) ?? [];
        const fileName = ruleId && resolve(`fixtures/rules/${ruleId}/findings.txt`);
        tests.push({ id, name: id, timeSpentMs: test.duration ?? 0, fileName, ...rest });
      };
      this.mocha.options.grep = { test: (title) => !LEFT_OUT.test(title) && isWanted(title) };
      const runner = this.mocha.run(() => finish(tests));
      runner.on('test', (test) => this.onTest?.(test));
      runner.on('pass', (test) => add(test, { status: TestStatus.Success }));
      runner.on('pending', (test) => add(test, { status: TestStatus.Skipped }));
      runner.on('fail', (test, error) => add(test, { status: TestStatus.Failed, failureMessage: error.message }));
    });
  }
}

/** What only the page of a rule, `explain` and the documents show. */
const PAGE_PROPERTIES = new Set([
  'title',
  'cases',
  'why',
  'remedy',
  'setup',
  'whenWrong',
  'links',
  'controls',
  'tags',
  'since',
  'description',
]);

/** Whether a property stands in what `defineRule` is called with, and in no function of it. */
const isDeclaration = (path) =>
  path.findParent((parent) => parent.isFunction() || parent.isCallExpression())?.node.callee?.name === 'defineRule';

const rulePage = {
  shouldIgnore: (path) =>
    path.isObjectProperty() && PAGE_PROPERTIES.has(path.node.key.name) && isDeclaration(path)
      ? 'Only the page of the rule shows it.'
      : undefined,
};

export const strykerPlugins = [
  declareClassPlugin(PluginKind.TestRunner, 'bundled-mocha', BundledMocha),
  declareValuePlugin(PluginKind.Ignore, 'rule-page', rulePage),
];
