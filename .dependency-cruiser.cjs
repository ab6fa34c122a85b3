/**
 * The directions of the house. An import may only run down this list; a new arrow is a change to this file, argued in
 * its commit. `tsPreCompilationDeps` makes circles of types alone visible too.
 */
const none = (name, from, to, comment) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    none('no-circles', {}, { circular: true }, 'A circle, even of types, means a concept without a room.'),
    none(
      'domain-is-ground',
      { path: '^domain/' },
      { path: '^(wire|engine|server|client|console|cli|tests|bench|scripts)/' },
    ),
    none(
      'domain-is-pure',
      { path: '^domain/' },
      { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional'], pathNot: '^node_modules/decimal\\.js' },
      'No I/O, no node:*; of npm only the decimal library.',
    ),
    none(
      'wire-is-pure',
      { path: '^wire/' },
      { path: '^(domain/billing|engine|server|client|console|cli|tests|bench|scripts)/' },
    ),
    none(
      'wire-needs-only-crypto',
      { path: '^wire/' },
      { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|zlib|buffer)$' },
      'The vendor’s tongue is bytes, digests and the deflate inside a user signature.',
    ),
    none(
      'wire-is-spoken-at-the-doors',
      {
        path: '^(?!wire/|tests/)',
        pathNot: '^(server/adapters/tencent|server/webhooks/inbound|engine/cloud)/',
      },
      { path: '^wire/' },
    ),
    none('engine-knows-no-money', { path: '^engine/' }, { path: '^domain/billing/' }),
    none(
      'engine-below-nobody',
      { path: '^engine/' },
      { path: '^(server|client|console|cli|tests|bench|scripts)/' },
    ),
    none(
      'server-never-engine',
      { path: '^server/' },
      { path: '^(engine|client|console|cli|tests|bench|scripts)/' },
    ),
    none(
      'client-meets-only-the-schema',
      { path: '^client/' },
      { path: '^(domain|wire|engine|server|console|cli|tests|bench|scripts)/' },
    ),
    none(
      'console-is-a-customer',
      { path: '^console/' },
      { path: '^(domain|wire|engine|server|cli|tests|bench|scripts)/' },
    ),
    none('cli-below-tests', { path: '^cli/' }, { path: '^(client|console|tests|bench|scripts|wire)/' }),

    // Inside the engine: main → cloud → rooms, watch, record, mix, relay, library → ingest, containers, process.
    none(
      'engine-cloud-on-top',
      {
        path: '^engine/(rooms|watch|record|mix|relay|storage|stills|library|ingest|containers|network|process)/',
      },
      { path: '^engine/(cloud/|main|compose|media-work)' },
    ),
    none(
      'engine-ground',
      { path: '^engine/(ingest|containers|network|process)/' },
      { path: '^engine/(rooms|watch|record|mix|relay|storage|stills|library)/' },
    ),
    none(
      'engine-watch-beside-recording',
      { path: '^engine/(rooms|record|mix|relay|storage|stills|library)/' },
      { path: '^engine/watch/' },
      'Recorders are wrapped where the engine is composed: nobody below knows that they are watched.',
    ),
    none(
      'engine-ingest-and-containers-apart',
      { path: '^engine/containers/' },
      { path: '^engine/(ingest|process)/' },
    ),

    // Inside the server: main, compose, jobs → http, graphql, webhooks → services → ports → domain; adapters keep promises.
    none(
      'services-know-no-door',
      { path: '^server/services/' },
      { path: '^server/(http|graphql|webhooks|adapters|jobs|main|compose)' },
    ),
    none(
      'ports-are-promises',
      { path: '^server/ports/' },
      { path: '^server/(services|http|graphql|webhooks|adapters|jobs|main|compose)' },
    ),
    none(
      'adapters-never-meet',
      { path: '^server/adapters/tencent/' },
      { path: '^server/adapters/postgres/' },
    ),
    none(
      'adapters-never-meet-either',
      { path: '^server/adapters/postgres/' },
      { path: '^server/adapters/tencent/' },
    ),
    none(
      'adapters-know-ports-only',
      { path: '^server/adapters/' },
      { path: '^server/(services|http|graphql|webhooks|jobs|main|compose)' },
    ),
    none(
      'doors-know-services',
      { path: '^server/(http|graphql|webhooks)/' },
      { path: '^server/(adapters|jobs|main|compose)' },
    ),

    // One door per outside thing.
    none(
      'sql-only-in-the-store',
      { path: '^(domain|wire|engine|server)/', pathNot: '^(server/adapters/postgres|engine/library)/' },
      { path: '^node_modules/(postgres|pg|pg-boss)/' },
    ),
    none(
      'vendor-sdk-only-in-its-adapter',
      { pathNot: '^(server/adapters/tencent|tests)/' },
      { path: '^node_modules/tencentcloud-sdk-nodejs' },
    ),
    none(
      'children-only-in-the-process-room',
      { path: '^(engine|server)/', pathNot: '^engine/process/' },
      { path: '^(node:)?child_process$' },
    ),
    none(
      'react-only-in-the-browser',
      { pathNot: '^(client/react|console)/' },
      { path: '^node_modules/(react|react-dom|@mantine)/' },
    ),
    none(
      'webrtc-only-in-the-secure-channel',
      { path: '^(engine|server|cli)/', pathNot: '^engine/ingest/whip/secure-channel\\.ts$' },
      { path: '^node_modules/werift' },
    ),
    none('no-orphan-tests-imports', { pathNot: '^tests/|^bench/' }, { path: '^tests/' }),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|data|generated)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
    },
  },
};
