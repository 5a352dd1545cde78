// Who may import whom. scripts/check-boundaries.mjs runs these rules, and proves each time that they
// still see what they forbid.

const core = '^packages/core/src';
const tests = '\\.test\\.ts$';
const testing = `${core}/testing`;

/** What a folder of the core may reach: itself, the folders named, and the core's few libraries. */
const within = (...folders) => [
  ...folders.map((folder) => `${core}/${folder}/`),
  '^node_modules/(zod|neverthrow)/',
  '^(node:)?crypto$',
];

const forbidden = [
  {
    name: 'core-is-pure',
    comment: 'The core does no I/O and knows no framework.',
    severity: 'error',
    from: { path: core, pathNot: [tests, testing] },
    to: { pathNot: [core, '^node_modules/(zod|neverthrow)/', '^(node:)?crypto$'] },
  },
  {
    name: 'core-testing-is-pure',
    comment: 'The laws may also use node:assert and fast-check, an optional peer.',
    severity: 'error',
    from: { path: testing, pathNot: tests },
    to: {
      pathNot: [
        core,
        '^node_modules/(zod|neverthrow|fast-check)/',
        '^(node:)?(crypto|assert(/strict)?)$',
      ],
    },
  },
  {
    name: 'domain-knows-domain-only',
    severity: 'error',
    from: { path: `${core}/domain/`, pathNot: tests },
    to: { pathNot: within('domain') },
  },
  {
    name: 'ports-know-the-domain-only',
    severity: 'error',
    from: { path: `${core}/ports/`, pathNot: tests },
    to: { pathNot: within('ports', 'domain') },
  },
  {
    name: 'use-cases-know-no-adapter',
    severity: 'error',
    from: { path: `${core}/use-cases/`, pathNot: tests },
    to: { path: `${core}/(memory|testing|fixtures)/` },
  },
  {
    name: 'wire-is-for-the-mapper',
    comment: "Dialpad's own shapes end where they are mapped to ours.",
    severity: 'error',
    from: {
      path: core,
      pathNot: [tests, `${core}/(wire|use-cases|testing|fixtures)/`, `${core}/index\\.ts$`],
    },
    to: { path: `${core}/wire/` },
  },
  {
    name: 'no-adapter-imports-another',
    severity: 'error',
    from: {
      path: '^packages/([^/]+)/src',
      pathNot: ['^packages/(server|bench|rig)/', tests],
    },
    to: { path: '^packages/([^/]+)/', pathNot: ['^packages/core/', '^packages/$1/'] },
  },
  {
    name: 'enter-a-package-by-its-name',
    comment: 'A relative import into another package would make tsc write into its src.',
    severity: 'error',
    from: { path: '^(packages|examples)/([^/]+)/' },
    to: {
      path: '^(packages|examples)/',
      pathNot: '^$1/$2/',
      dependencyTypes: ['local'],
    },
  },
  {
    name: 'container-in-server-only',
    severity: 'error',
    from: { pathNot: '^packages/server/' },
    to: { path: '^node_modules/(inversify|@inversifyjs|reflect-metadata)/' },
  },
  {
    name: 'tests-are-not-imported',
    severity: 'error',
    from: {},
    to: { path: tests },
  },
  {
    name: 'no-cycles',
    severity: 'error',
    from: {},
    to: { circular: true },
  },
  {
    name: 'everything-resolves',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
];

const options = {
  doNotFollow: { path: 'node_modules' },
  // Not `(^|/)dist/`: that would hide every npm package whose entry lies in its dist.
  exclude: { path: '^packages/[^/]+/dist/' },
  tsPreCompilationDeps: true,
  enhancedResolveOptions: {
    conditionNames: ['@dialpad-cti/source', 'import', 'node', 'default'],
    exportsFields: ['exports'],
  },
};

export default { forbidden, options };
