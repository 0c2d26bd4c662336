import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // As many files at once as there are cores: by default one core stays free, which of two is half.
    maxWorkers: '100%',
  },
});
