/** Layer rules: who may import whom (docs/architecture.md). Run by scripts/check.mjs; a run over 0 modules fails there. */
const CONTRACTS = 'engine/store/[^/]+\\.ts';
const RESOLVER = 'engine/net/resolver\\.ts';
const BASE = ['engine/lib', 'engine/model'];
const WITH_EVENTS = [...BASE, 'engine/events'];
const POLICY = [...WITH_EVENTS, 'engine/mailauth', RESOLVER, CONTRACTS];
const NAMES = [...WITH_EVENTS, 'engine/net', 'engine/mailauth', CONTRACTS];
const UPKEEP = [...WITH_EVENTS, 'engine/net', 'engine/protocol', CONTRACTS, 'engine/delivery/accept\\.ts'];

/** Layers, lowest first. A layer may import itself and what is listed: a folder, or a pattern of files ending in .ts. */
const MAY = {
  // Base layers: lib may know the plain types of the model.
  'engine/lib': ['engine/model'],
  'engine/model': [],
  'engine/events': BASE,
  'engine/protocol': BASE,
  'engine/net': WITH_EVENTS,
  'engine/mailauth': [...BASE, 'engine/protocol', RESOLVER],
  // FETCH answers are written where their rows are read (docs/decisions/0009).
  'engine/store': [...BASE, 'engine/protocol/mime', 'engine/protocol/imap/(fetch-octets|octet-writer)\\.ts'],
  'engine/auth': [...WITH_EVENTS, CONTRACTS],
  'engine/policy': [...POLICY, 'engine/junk'],
  'engine/junk': [...POLICY, 'engine/policy'],
  'engine/delivery': [...POLICY, 'engine/auth', 'engine/protocol', 'engine/net', 'engine/policy', 'engine/junk'],
  'engine/server': [
    ...WITH_EVENTS,
    'engine/protocol',
    'engine/net',
    'engine/auth',
    'engine/policy',
    'engine/clients',
    'engine/delivery/accept\\.ts',
    CONTRACTS,
  ],
  'engine/dns-records': [...NAMES, 'engine/tls', 'engine/clients'],
  'engine/tls': [...NAMES, 'engine/dns-records', 'engine/clients'],
  'engine/clients': [...NAMES, 'engine/dns-records', 'engine/tls'],
  'engine/migration': [...UPKEEP, 'engine/maintenance'],
  'engine/maintenance': [...UPKEEP, 'engine/migration'],
  'engine/control': [
    ...WITH_EVENTS,
    'engine/protocol',
    'engine/net',
    'engine/mailauth',
    'engine/auth',
    'engine/policy',
    'engine/junk',
    'engine/delivery',
    'engine/dns-records',
    'engine/tls',
    'engine/clients',
    'engine/migration',
    'engine/maintenance',
    CONTRACTS,
  ],
};

const TEST_FILES = '\\.test\\.tsx?$';
const asPattern = (target) => `^${target}${target.endsWith('.ts') ? '$' : '/'}`;

const layerRules = Object.entries(MAY).map(([layer, may]) => ({
  name: `layer-${layer.replace('/', '-')}`,
  severity: 'error',
  comment: `${layer} may import only itself${may.length > 0 ? `, ${may.join(', ')}` : ''}`,
  from: { path: `^${layer}/`, pathNot: TEST_FILES },
  to: { path: '^(engine|electron|renderer|tests|scripts)/', pathNot: [`^${layer}/`, ...may.map(asPattern)] },
}));

/** A package that only one folder may touch. */
const onlyIn = (folder, name) => ({
  name: `${name}-in-one-place`,
  severity: 'error',
  comment: `${name} may be imported only in ${folder}`,
  from: { path: '^(engine|electron|renderer)/', pathNot: [`^${folder}/`, TEST_FILES] },
  to: { path: [`node_modules/(@types/)?${name}/`, `^${name}$`] },
});

module.exports = {
  forbidden: [
    ...layerRules,
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'a cycle of modules that run; types alone may point both ways',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'grammar-is-pure',
      severity: 'error',
      comment: 'grammar and model never do I/O',
      from: { path: '^engine/(protocol|model)/', pathNot: TEST_FILES },
      to: {
        dependencyTypes: ['core'],
        pathNot:
          '^(node:)?(buffer|util|url|string_decoder|crypto|perf_hooks|timers|timers/promises|events|assert|zlib)$',
      },
    },
    {
      name: 'servers-are-siblings',
      severity: 'error',
      comment: 'one protocol server never imports another',
      from: { path: '^engine/server/([^/]+)/', pathNot: TEST_FILES },
      to: { path: '^engine/server/([^/]+)/', pathNot: '^engine/server/$1/' },
    },
    {
      name: 'commands-are-siblings',
      severity: 'error',
      comment: 'one IMAP command never imports another',
      from: { path: '^engine/server/imap/commands/', pathNot: TEST_FILES },
      to: { path: '^engine/server/imap/commands/' },
    },
    {
      name: 'engine-knows-no-shell',
      severity: 'error',
      comment: 'the engine never sees window or screens',
      from: { path: '^engine/' },
      to: { path: ['^(electron|renderer)/', '^electron$', 'node_modules/(electron|react|react-dom|zustand)/'] },
    },
    {
      name: 'renderer-sees-contract-only',
      severity: 'error',
      comment:
        'of the engine the screens may import the control contract with its client, the event sentences and the model',
      from: { path: '^renderer/', pathNot: TEST_FILES },
      to: {
        path: '^(engine|electron)/',
        pathNot:
          '^engine/(model/|events/(catalogue|sentence)\\.ts$|control/(contract|contract-types|client|frames|host-messages|desktop-api)\\.ts$)',
      },
    },
    {
      name: 'renderer-has-no-node',
      severity: 'error',
      comment: 'screens run in a browser as well',
      from: { path: '^renderer/', pathNot: TEST_FILES },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'shell-starts-engine-only',
      severity: 'error',
      comment: 'the window starts and supervises the engine; it knows no mail',
      from: { path: '^electron/', pathNot: TEST_FILES },
      to: { path: '^(engine|renderer)/', pathNot: '^engine/(engine\\.ts$|control/|model/)' },
    },
    {
      name: 'stores-behind-contract',
      severity: 'error',
      comment: 'only the composition root picks a store',
      from: {
        path: '^(engine|electron|renderer)/',
        pathNot: ['^engine/(store|bin)/', '^engine/engine\\.ts$', TEST_FILES],
      },
      to: { path: '^engine/store/[^/]+/' },
    },
    onlyIn('engine/store/sqlite', 'better-sqlite3'),
    onlyIn('engine/server/smtp', 'smtp-server'),
    {
      name: 'nothing-imports-tests',
      severity: 'error',
      from: { path: '^(engine|electron|renderer)/', pathNot: TEST_FILES },
      to: { path: ['^tests/', TEST_FILES] },
    },
    {
      name: 'imports-resolve',
      severity: 'error',
      comment: 'an import that leads nowhere, or to a package that package.json does not name',
      from: { path: '^(engine|electron|renderer)/' },
      to: { couldNotResolve: true, pathNot: '\\.(css|png|svg|woff2)$' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mts', '.js', '.mjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
