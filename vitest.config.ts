// Four suites: unit (pure, fast, part of `npm run verify`), integration (real servers, processes), operations (the deployed stack), browser.
import { defineConfig } from 'vitest/config';

const slow = [
  'test/integration/**',
  'test/simulation/**',
  'test/processes/**',
  'test/browser/**',
  'test/operations/**',
];

/** Servers, processes and browsers on a machine that others use too: what fails once is tried once more, and the report says so. */
const ONE_MORE_TRY = 1;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'web/src/**/*.test.ts'],
          exclude: slow,
          // Pure tests share no state: modules are loaded once a thread, which halves the time of the suite.
          pool: 'threads',
          isolate: false,
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: [
            'test/integration/**/*.test.ts',
            'test/simulation/**/*.test.ts',
            'test/processes/**/*.test.ts',
          ],
          fileParallelism: false,
          retry: ONE_MORE_TRY,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'operations',
          include: ['test/operations/**/*.test.ts'],
          fileParallelism: false,
          retry: ONE_MORE_TRY,
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          fileParallelism: false,
          retry: ONE_MORE_TRY,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
