import { EXIT_BUG, EXIT_CONFIG, EXIT_NOTHING, EXIT_USAGE } from './exitCodes.js';

/** Why a command stopped without a result: something for the person at the keyboard, never a bug. */
export class CommandError extends Error {
  public constructor(
    public override readonly name: 'ConfigError' | 'NothingToAnalyseError' | 'OutputError' | 'UsageError',
    message: string,
    public readonly exitCode: number,
    /** What to do next, a sentence each. */
    public readonly actions: readonly string[] = []
  ) {
    super(message);
  }
}

export const usageError = (message: string, ...actions: readonly string[]): CommandError =>
  new CommandError('UsageError', message, EXIT_USAGE, actions);

export const nothingToAnalyse = (message: string, ...actions: readonly string[]): CommandError =>
  new CommandError('NothingToAnalyseError', message, EXIT_NOTHING, actions);

export const outputError = (message: string): CommandError => new CommandError('OutputError', message, EXIT_BUG);

/** How a command ended without a result, as both doors print it. */
export interface Failure {
  readonly name: string;
  readonly message: string;
  readonly exitCode: number;
  readonly actions: readonly string[];
  /** For a bug: where it happened. */
  readonly stack?: string;
}

/** Tells what went wrong from whatever was thrown. */
export function toFailure(error: unknown): Failure {
  if (error instanceof CommandError) {
    const { name, message, exitCode, actions } = error;
    return { name, message, exitCode, actions };
  }
  if (!(error instanceof Error)) return { ...BUG, message: `sf-isa failed: ${String(error)}.` };
  if (error.name === 'ConfigError' || error.name === 'GitError') {
    const actions = (error as { readonly actions?: readonly string[] }).actions ?? [];
    return { name: error.name, message: error.message, exitCode: EXIT_CONFIG, actions };
  }
  const cause = error.cause instanceof Error ? error.cause : error;
  const message = error.name === 'RuleError' ? error.message : `sf-isa failed: ${error.message}`;
  return {
    ...BUG,
    name: error.name === 'RuleError' ? error.name : BUG.name,
    message: sentence(message),
    stack: cause.stack ?? '',
  };
}

const BUG = {
  name: 'InternalError',
  exitCode: EXIT_BUG,
  actions: ['Run it again with --verbose and report what it prints; take names you do not want to share out of it.'],
};

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
