// Seven suites: unit (pure, fast, part of `npm run verify`), integration (real servers), simulation, processes (the product started, killed and cut
// off), operations (the deployed stack), upkeep (what the operator has besides: installation, maintenance, settings, certificate), browser.
import { availableParallelism } from 'node:os';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

/** On a machine that others use too, what waits for sockets, servers and processes can fail once: it is tried once more, and the report says so. */
const ONE_MORE_TRY = 1;
/** So that a property that fails does so again. */
const SETUP = ['test/support/one-seed.ts'];
const PATIENCE_MS = 180_000;

function slowSuite(
  name: string,
  folders: readonly string[],
  more: TestProjectInlineConfiguration['test'] = {},
) {
  return {
    test: {
      name,
      include: folders.map((folder) => `${folder}/**/*.test.ts`),
      fileParallelism: false,
      setupFiles: SETUP,
      retry: ONE_MORE_TRY,
      testTimeout: PATIENCE_MS,
      hookTimeout: PATIENCE_MS,
      ...more,
    },
  };
}

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'web/src/**/*.test.ts'],
          exclude: ['integration', 'simulation', 'processes', 'operations', 'upkeep', 'browser'].map(
            (folder) => `test/${folder}/**`,
          ),
          // Pure tests share no state: modules are loaded once a thread, which halves the time of the suite.
          pool: 'threads',
          isolate: false,
          // Some wait for timers while others compute.
          maxWorkers: availableParallelism() + 1,
          setupFiles: SETUP,
          retry: ONE_MORE_TRY,
          testTimeout: 30_000,
        },
      },
      slowSuite('integration', ['test/integration'], {
        globalSetup: 'test/support/database-templates.ts',
        isolate: false,
        // An embedded database of a test is closed before its optimised code has paid for itself.
        execArgv: ['--liftoff-only'],
      }),
      slowSuite('simulation', ['test/simulation']),
      slowSuite('processes', ['test/processes']),
      slowSuite('operations', ['test/operations']),
      slowSuite('upkeep', ['test/upkeep']),
      slowSuite('browser', ['test/browser']),
    ],
  },
});
