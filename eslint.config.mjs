import sfPlugin from 'eslint-plugin-sf-plugin';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['lib/', 'dist/', '.cache/', 'fixtures/', 'docs/', '**/*.cjs'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },

  // Types are the compiler's business, and it is strict; these are the rules that see what it does not.
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strict],
    rules: {
      // An index or a map entry that is known to be there: noUncheckedIndexedAccess asks for it.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      eqeqeq: 'error',
      'no-console': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-control-regex': 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    languageOptions: {
      parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/require-array-sort-compare': ['error', { ignoreStringArrays: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },

  // The dependency direction of DESIGN.md.
  {
    files: ['src/**/*.ts'],
    ignores: ['src/commands/**', 'src/sf/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: ['@salesforce/*', '@oclif/*'], message: 'Only src/commands and src/sf know the Salesforce CLI.' },
            { group: ['**/commands/*', '**/sf/*'], message: 'Nothing depends on the doors.' },
          ],
        },
      ],
    },
  },

  // What the Salesforce CLI asks of its plugins.
  {
    files: ['src/commands/**/*.ts'],
    plugins: { 'sf-plugin': sfPlugin },
    rules: sfPlugin.configs.recommended.rules,
  },
  { files: ['scripts/**', 'test/**'], rules: { 'no-console': 'off' } },
  {
    files: ['test/**/*.ts'],
    // An assertion of chai is a property, and output has escape codes.
    rules: { '@typescript-eslint/no-unused-expressions': 'off', 'no-control-regex': 'off' },
  },
  { files: ['test/**/*.ts'], linterOptions: { reportUnusedDisableDirectives: 'off' } }
);
