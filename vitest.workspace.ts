import { defaultServerConditions, type Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

// Tests run the workspace from its sources. A plugin, because `ssr.resolve.conditions` does not
// reach the global setup.
const sourceCondition: Plugin = {
  name: 'dialpad-cti-source-condition',
  configEnvironment: () => ({
    resolve: { conditions: ['@dialpad-cti/source', ...defaultServerConditions] },
  }),
};

const tests = (suffix: string): readonly string[] => [
  `{packages,examples}/*/src/**/*${suffix}`,
  `{scripts,test}/**/*${suffix}`,
];

export default defineConfig({
  plugins: [sourceCondition],
  test: {
    // At the root: in a project it would run once a project, with a cluster each.
    globalSetup: ['test/cluster.setup.ts'],
    setupFiles: ['test/check-answers.setup.ts'],
    passWithNoTests: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          // Generous, since a property on a busy machine takes its time; nothing here measures it.
          testTimeout: 30_000,
          include: [...tests('.test.ts')],
          exclude: [
            ...tests('.contract.test.ts'),
            ...tests('.system.test.ts'),
            '**/node_modules/**',
          ],
        },
      },
      {
        extends: true,
        test: {
          name: 'contract',
          include: [...tests('.contract.test.ts')],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'system',
          include: [...tests('.system.test.ts')],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
    coverage: {
      provider: 'v8',
      include: ['packages/*/src/**/*.ts'],
      exclude: ['**/*.test.ts'],
    },
  },
});
