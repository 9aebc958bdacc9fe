import { readFileSync, statSync } from 'node:fs';
import { GitError } from './gitError.js';
import type { Repository } from './repository.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** What a scan is compared with. */
export interface Base {
  /** As people call it. */
  readonly ref: string;
  /** Undefined where nothing was committed yet. */
  readonly commit: string | undefined;
  /** Whether it is where the two histories part, and not the ref itself. */
  readonly isMergeBase: boolean;
}

/**
 * The commit at which the history of HEAD leaves that of a ref.
 *
 * @throws GitError for a ref that is none, and where the histories do not meet
 */
export function baseOf(repository: Repository, ref: string): Base {
  if (!isPlausible(ref)) throw new GitError(`--since takes the name of a commit or auto, not ${JSON.stringify(ref)}.`);
  // A build server has the branches of others as remote branches only.
  for (const name of [ref, `refs/remotes/origin/${ref}`]) {
    const base = mergeBase(repository, ref, name);
    if (base) return base;
  }
  if (repository.isShallow) throw cutOff(ref);
  throw new GitError(`There is no commit ${ref} in this repository.`, [
    'Fetch it, or give another branch, tag or commit.',
  ]);
}

/** Whether git knows a ref as a commit, here or at the remote `origin`. */
export const isCommit = (repository: Repository, ref: string): boolean =>
  isPlausible(ref) && [ref, `refs/remotes/origin/${ref}`].some((name) => commitOf(repository, name) !== undefined);

/** HEAD itself, which the index is compared with. */
export function lastCommit(repository: Repository): Base {
  return { ref: 'HEAD', commit: commitOf(repository, 'HEAD'), isMergeBase: false };
}

/**
 * What the pull request that is being built will be merged into; undefined where the environment tells of none. The
 * variables:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/variables,
 * https://docs.gitlab.com/ci/variables/predefined_variables/,
 * https://learn.microsoft.com/en-us/azure/devops/pipelines/build/variables,
 * https://support.atlassian.com/bitbucket-cloud/docs/variables-and-secrets/,
 * https://www.jenkins.io/doc/book/pipeline/multibranch/
 *
 * @throws GitError when the clone does not have it
 */
export function pullRequestBase(repository: Repository, env: Environment): Base | undefined {
  const request = pullRequestOf(env);
  if (request === undefined) return undefined;
  const { name, candidates, merge } = request;
  if (!isPlausible(name))
    throw new GitError(`The environment names the branch ${JSON.stringify(name)}, which is none.`);

  const head = commitOf(repository, 'HEAD');
  if (merge !== undefined && merge === head) {
    // The server has merged already: its first parent is what the request is merged into.
    const [target, other] = parentsOf(repository, head);
    if (target !== undefined && other !== undefined) return { ref: name, commit: target, isMergeBase: false };
    if (repository.isShallow) throw cutOff(name);
  }
  for (const candidate of candidates) {
    const base = mergeBase(repository, name, candidate);
    if (base) return base;
  }
  if (repository.isShallow) throw cutOff(name);
  throw new GitError(`${name}, which this pull request is merged into, is not in this clone.`, [
    `Fetch it first: git fetch origin ${name}:refs/remotes/origin/${name}`,
  ]);
}

/** Whether the environment tells of a pull request. */
export const isPullRequest = (env: Environment): boolean => pullRequestOf(env) !== undefined;

interface PullRequest {
  /** Of what it is merged into. */
  readonly name: string;
  /** Names that git may know that by, the most exact one first. */
  readonly candidates: readonly string[];
  /** The commit that the server made to build the result of the merge. */
  readonly merge: string | undefined;
}

function pullRequestOf(env: Environment): PullRequest | undefined {
  const { GITHUB_BASE_REF, GITHUB_EVENT_NAME, GITHUB_REF, GITHUB_SHA } = env;
  if (GITHUB_BASE_REF) {
    const sha = gitHubEvent(env)?.pull_request?.base?.sha;
    return request(GITHUB_BASE_REF, [sha], isMergeRef(GITHUB_REF) ? GITHUB_SHA : undefined);
  }
  if (GITHUB_EVENT_NAME === 'merge_group') {
    const { base_ref: ref, base_sha: sha } = gitHubEvent(env)?.merge_group ?? {};
    if (typeof ref === 'string') return request(ref, [sha], undefined);
  }
  const { CI_MERGE_REQUEST_TARGET_BRANCH_NAME, CI_MERGE_REQUEST_TARGET_BRANCH_SHA, CI_MERGE_REQUEST_DIFF_BASE_SHA } =
    env;
  if (CI_MERGE_REQUEST_TARGET_BRANCH_NAME) {
    // The first one is only there when the result of the merge is built.
    const shas = [CI_MERGE_REQUEST_TARGET_BRANCH_SHA, CI_MERGE_REQUEST_DIFF_BASE_SHA];
    return request(CI_MERGE_REQUEST_TARGET_BRANCH_NAME, shas, undefined);
  }
  const { SYSTEM_PULLREQUEST_TARGETBRANCH, BUILD_SOURCEBRANCH, BUILD_SOURCEVERSION } = env;
  if (SYSTEM_PULLREQUEST_TARGETBRANCH) {
    return request(
      SYSTEM_PULLREQUEST_TARGETBRANCH,
      [],
      isMergeRef(BUILD_SOURCEBRANCH) ? BUILD_SOURCEVERSION : undefined
    );
  }
  const { BITBUCKET_PR_DESTINATION_BRANCH, BITBUCKET_PR_DESTINATION_COMMIT, CHANGE_TARGET } = env;
  if (BITBUCKET_PR_DESTINATION_BRANCH) {
    return request(BITBUCKET_PR_DESTINATION_BRANCH, [BITBUCKET_PR_DESTINATION_COMMIT], undefined);
  }
  return CHANGE_TARGET ? request(CHANGE_TARGET, [], undefined) : undefined;
}

function request(branch: string, commits: readonly unknown[], merge: string | undefined): PullRequest {
  const name = branch.replace(/^refs\/heads\//, '');
  const exact = commits.filter(
    (commit): commit is string => typeof commit === 'string' && /^[0-9a-f]{7,64}$/.test(commit)
  );
  return { name, candidates: [...exact, `refs/remotes/origin/${name}`, `refs/heads/${name}`], merge };
}

const isMergeRef = (ref: string | undefined): boolean => /^refs\/pull\/\d+\/merge$/.test(ref ?? '');

interface GitHubEvent {
  readonly pull_request?: { readonly base?: { readonly sha?: unknown } };
  readonly merge_group?: { readonly base_ref?: unknown; readonly base_sha?: unknown };
}

/** Far above what GitHub sends. */
const MAX_EVENT_BYTES = 32 * 1024 * 1024;

function gitHubEvent({ GITHUB_EVENT_PATH: path }: Environment): GitHubEvent | undefined {
  try {
    if (!path || statSync(path).size > MAX_EVENT_BYTES) return undefined;
    return JSON.parse(readFileSync(path, 'utf8')) as GitHubEvent;
  } catch {
    return undefined;
  }
}

/** What no option, range or line break can hide in, which git has no safe way to be told on all its versions. */
const isPlausible = (ref: string): boolean => /^[^-^\s\p{Cc}][^\p{Cc}]*$/u.test(ref) && !ref.includes('..');

function commitOf({ run }: Repository, ref: string): string | undefined {
  const { exitCode, stdout } = run(['rev-parse', '--verify', '--quiet', `${ref}^{commit}`]);
  const commit = stdout.toString().trim();
  return exitCode === 0 && /^[0-9a-f]{40,64}$/.test(commit) ? commit : undefined;
}

const parentsOf = ({ run }: Repository, commit: string): readonly string[] =>
  run(['rev-list', '--parents', '--max-count=1', commit]).stdout.toString().trim().split(' ').slice(1);

/**
 * Undefined when `name` is no commit that git knows.
 *
 * @throws GitError when it is one, and HEAD has nothing in common with it
 */
function mergeBase(repository: Repository, ref: string, name: string): Base | undefined {
  const { exitCode, stdout } = repository.run(['merge-base', 'HEAD', `${name}^{commit}`]);
  const found = stdout.toString().split('\n')[0]!;
  if (exitCode === 0 && found !== '') return { ref, commit: found, isMergeBase: true };
  if (commitOf(repository, name) === undefined) return undefined;
  if (repository.isShallow) throw cutOff(ref);
  if (commitOf(repository, 'HEAD') === undefined) throw new GitError('Nothing is committed on this branch yet.');
  throw new GitError(`HEAD and ${ref} have no commit in common.`, [
    'Give a branch, tag or commit of the same history.',
  ]);
}

const cutOff = (ref: string): GitError =>
  new GitError(`This clone is shallow: the commit at which HEAD leaves ${ref} is not in it.`, [
    'In GitHub Actions, give actions/checkout "fetch-depth: 0".',
    'Elsewhere, run git fetch --unshallow first, or clone without a depth.',
  ]);
