import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Real processes, disks and worker threads take their time on a busy machine; conditions decide, not this.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // Left to itself it keeps a core free for its own use, but many files wait more than they work.
    maxWorkers: availableParallelism() + 1,
    // What a passing test had to say is of no interest.
    silent: 'passed-only',
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['test/{unit,fuzz}/**/*.test.ts', 'test/simulation/world/**/*.test.ts'] },
      },
      {
        // These start the built product.
        extends: true,
        test: {
          name: 'product',
          include: ['test/{simulation,crash}/*.test.ts'],
          globalSetup: 'test/support/built-product.ts',
        },
      },
    ],
  },
});
