/** The house's rules: imports run one way, from what publishes and delivers to the queue and to what is pure. */
const feature =
  '^src/(app|assets|auth|channels|delivery|endpoint-test|endpoint-monitor|endpoints|erasure|explain|exports|event-log|events|housekeeping|http|idempotency|operations|pages|platform|problems|publishing|queue|reasons|records|redaction|replay|retention|search|sign-in|snippets|statistics|stream|tenants|catalogue-api|verify)/';

/** Pure files: no framework, no database, no queue, no HTTP client. */
const pure = [
  '^src/(formats|retry-policy|signing)/',
  '^src/transport/(address-rules|url-policy|error-class)[.]ts$',
  '^src/delivery/(next-state|plan-requests)[.]ts$',
  '^src/assets/(asset-reference|check-assets|asset-links)[.]ts$',
  '^src/publishing/(fan-out|publish-contract)[.]ts$',
  '^src/catalogue/(catalogue|event-type|payload-rules)[.]ts$',
  '^src/common/text-rules[.]ts$',
];

export default {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    { name: 'not-to-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-dev-dependency-in-product',
      severity: 'error',
      from: { path: '^(src|migrations)/', pathNot: '[.]spec[.]ts$' },
      to: { dependencyTypes: ['npm-dev'] },
    },
    {
      name: 'foundations-look-at-no-feature',
      severity: 'error',
      from: { path: '^src/(catalogue|common|config|database|metrics|model)/' },
      to: { path: feature },
    },
    {
      name: 'libraries-look-at-no-feature',
      comment: 'formats, signing, transport and retry-policy could be packages of their own.',
      severity: 'error',
      from: { path: '^src/(formats|signing|transport|retry-policy)/' },
      to: { path: feature },
    },
    {
      name: 'queue-looks-at-no-other-feature',
      severity: 'error',
      from: { path: '^src/queue/' },
      to: { path: feature, pathNot: '^src/(queue|events)/' },
    },
    {
      name: 'records-and-channels-never-look-back',
      severity: 'error',
      from: { path: '^src/(records|channels)/' },
      to: { path: '^src/(delivery|publishing)/' },
    },
    {
      name: 'events-look-at-no-other-feature',
      severity: 'error',
      from: { path: '^src/events/' },
      to: { path: feature, pathNot: '^src/events/' },
    },
    {
      name: 'assets-look-at-no-other-feature',
      severity: 'error',
      from: { path: '^src/assets/' },
      to: { path: feature, pathNot: '^src/assets/' },
    },
    {
      name: 'delivery-never-looks-back',
      severity: 'error',
      from: { path: '^src/delivery/' },
      to: { path: '^src/publishing/' },
    },
    {
      name: 'nothing-stands-on-replay-or-redaction',
      severity: 'error',
      from: { path: '^src/(?!app/|replay/|redaction/)' },
      to: { path: '^src/(replay|redaction)/' },
    },
    {
      name: 'only-app-composes',
      severity: 'error',
      from: { path: '^src/(?!app/|main[.]ts$|index[.]ts$)' },
      to: { path: '^src/app/' },
    },
    {
      name: 'features-by-their-face-only',
      comment: 'Import index.ts of the feature.',
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: {
        path: '^src/([^/]+)/.+',
        pathNot: [
          '^src/$1/',
          '^src/[^/]+/index[.]ts$',
          '^src/database/embedded/index[.]ts$',
          '^src/queue/wake-ups/bull/index[.]ts$',
        ],
      },
    },
    {
      name: 'pure-stays-pure',
      severity: 'error',
      from: { path: pure, pathNot: '[.]spec[.]ts$' },
      to: { path: '^node_modules/(@nestjs|typeorm|pg|bull|ioredis|axios|undici)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.json'],
    },
  },
};
