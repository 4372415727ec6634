// Lint rules. The pure folders carry extra bans: no clock, no random, no I/O, no async (docs/decisions/0001).
import js from '@eslint/js';
import ts from 'typescript-eslint';
import reactHooks from 'eslint-plugin-react-hooks';

const pure = ['kernel', 'market', 'indicators', 'conditions', 'alerts', 'backtest', 'notify'].map(
  (folder) => `src/${folder}/**/*.ts`,
);
const tests = ['**/*.test.ts', 'test/**/*.ts', 'bench/**/*.ts'];

export default ts.config(
  { ignores: ['dist/**', 'data/**', 'coverage/**', 'node_modules/**'] },
  js.configs.recommended,
  ...ts.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.mjs', 'scripts/*.mjs', 'bin/*.mjs'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'CatchClause[body.body.length=0]',
          message: 'An empty catch hides a fault: handle it or say in code why it is expected.',
        },
      ],
      eqeqeq: 'error',
      'max-params': ['error', 4],
    },
  },
  {
    files: pure,
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'Date', message: 'Market logic reads the time of the tick: take an EpochMs argument.' },
        { name: 'performance', message: 'Take a clock as an argument.' },
        { name: 'Intl', message: 'Use the precomputed zone tables of src/market.' },
      ],
      'no-restricted-properties': [
        'error',
        {
          object: 'Math',
          property: 'random',
          message: 'Take a Random of src/kernel/random.ts as an argument.',
        },
      ],
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['node:*', 'temporal-polyfill', 'zod', 'pg', 'undici'],
              message: 'Pure folders import no edge and no library.',
            },
          ],
        },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: ':function[async=true], AwaitExpression',
          message: 'Pure folders are synchronous: move the I/O to an edge folder and pass its result in.',
        },
        { selector: 'CatchClause[body.body.length=0]', message: 'An empty catch hides a fault.' },
      ],
    },
  },
  {
    files: ['web/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: { ...reactHooks.configs.recommended.rules },
  },
  { files: tests, rules: { '@typescript-eslint/no-non-null-assertion': 'off', 'max-params': 'off' } },
  {
    files: ['**/*.mjs'],
    extends: [ts.configs.disableTypeChecked],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        fetch: 'readonly',
        AbortSignal: 'readonly',
        performance: 'readonly',
        setTimeout: 'readonly',
      },
    },
  },
  {
    // Its types are checked by tsc (checkJs); here only what needs no types.
    files: ['web/public/**/*.js'],
    extends: [ts.configs.disableTypeChecked],
    languageOptions: { globals: { console: 'readonly', document: 'readonly', localStorage: 'readonly' } },
  },
);
