import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    // Two cores: the house itself is three processes, so two test files at a time is what the machine carries.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    globalSetup: ['tests/support/global-setup.ts'],
  },
  // type-graphql's decorators are compiled without metadata; every decorator names its type.
  oxc: { decorator: { legacy: true } },
});
