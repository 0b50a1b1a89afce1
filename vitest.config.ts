import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/{unit,simulation,fuzz,crash}/**/*.test.ts'],
    // Real processes, disks and worker threads take their time on a busy machine; conditions decide, not this.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // What a passing test had to say is of no interest.
    silent: 'passed-only',
  },
});
