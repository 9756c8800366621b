/** Lint rules that types do not see: lost promises, swallowed errors, sizes, nesting, and who may speak to Electron. */
import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const SWALLOWED = [
  { selector: 'CatchClause > BlockStatement[body.length=0]', message: 'A catch must rethrow, map or emit.' },
  {
    selector: "CallExpression[callee.property.name='catch'] > ArrowFunctionExpression > BlockStatement[body.length=0]",
    message: 'A caught rejection must be rethrown, mapped or emitted.',
  },
  {
    selector:
      "CallExpression[callee.property.name='catch'] > ArrowFunctionExpression[body.type='Identifier'][body.name='undefined']",
    message: 'A caught rejection must be rethrown, mapped or emitted.',
  },
];
const NO_ELECTRON = {
  paths: [{ name: 'electron', message: 'Only electron/ may speak to Electron; the renderer has window.postane.' }],
};
const NODE_GLOBALS = Object.fromEntries(
  'process console Buffer URL URLSearchParams TextDecoder TextEncoder AbortController AbortSignal fetch performance setTimeout clearTimeout setInterval clearInterval setImmediate structuredClone'
    .split(' ')
    .map((name) => [name, 'readonly']),
);
const sizes = (lines) => ({
  'max-lines': ['error', { max: 400 }],
  'max-lines-per-function': ['warn', { max: lines }],
  'max-depth': ['error', 4],
});

export default tseslint.config(
  { ignores: ['dist/', 'release/', 'coverage/', 'artefacts/', 'node_modules/', 'docs/', 'assets/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    rules: {
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-restricted-syntax': ['error', ...SWALLOWED],
      'no-restricted-imports': ['error', NO_ELECTRON],
      // Mail grammar speaks of control characters all day.
      'no-control-regex': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      ...sizes(80),
    },
  },
  {
    files: ['**/*.{ts,tsx,mts}'],
    extends: [...tseslint.configs.recommended],
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': 'allow-with-description' }],
    },
  },
  {
    files: ['{engine,electron,renderer,tests}/**/*.{ts,tsx}'],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      ...sizes(50),
    },
  },
  {
    files: ['renderer/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error', ...sizes(120) },
  },
  // A test is a list of cases, and what it starts it may end without ceremony.
  { files: ['**/*.test.{ts,tsx}', 'tests/**'], rules: { ...sizes(120), 'max-lines-per-function': 'off' } },
  // The load generator counts a lost connection by what is missing in the end.
  {
    files: ['bench/**'],
    rules: { 'no-restricted-syntax': 'off', 'max-lines-per-function': 'off', 'no-useless-assignment': 'off' },
  },
  { files: ['electron/**', 'tests/**', 'scripts/**'], rules: { 'no-restricted-imports': 'off' } },
  { files: ['**/*.{mjs,cjs,js}'], languageOptions: { globals: NODE_GLOBALS } },
  {
    files: ['**/*.cjs'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: { require: 'readonly', module: 'writable', exports: 'writable', __dirname: 'readonly' },
    },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
);
