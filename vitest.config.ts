import { createRequire } from 'node:module';
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
  // Vite would take graphql's ES build while its users in node_modules take the other: two copies of each class, which
  // do not know each other.
  resolve: { alias: [{ find: /^graphql$/, replacement: createRequire(import.meta.url).resolve('graphql') }] },
  // type-graphql's decorators are compiled without metadata; every decorator names its type.
  oxc: { decorator: { legacy: true } },
});
