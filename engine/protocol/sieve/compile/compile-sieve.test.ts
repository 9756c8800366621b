import { expect, test } from 'vitest';
import { holds, problemsOf, runScript } from '../../../../tests/helpers/sieve-run.ts';
import { allowedExtensions } from './extensions.ts';

test('several problems are told at once, each with its place', () => {
  expect(problemsOf('require "nix";\nfoo;\nkeep;\nif header "a" { bar; }\nfileinto "x";')).toEqual([
    '1:9 unknownExtension',
    '2:1 unknownCommand',
    '4:4 missingArgument',
    '5:1 notRequired',
  ]);
});

test.each([
  ['fileinto "x";', '1:1 notRequired'],
  ['keep; require "copy";', '1:7 requireLate'],
  ['keep; else { }', '1:7 misplacedElse'],
  ['if size "1" { }', '1:9 extraArgument'],
  ['if size { }', '1:4 missingArgument'],
  ['keep :x;', '1:6 unknownTag'],
  ['if header :is :is "a" "b" { }', '1:15 repeatedTag'],
  ['if header :is :matches "a" "b" { }', '1:15 conflictingTags'],
  ['redirect;', '1:1 missingArgument'],
  ['redirect 3;', '1:10 wrongArgument'],
  ['redirect "a@b.c" "d@e.f";', '1:18 extraArgument'],
  ['if { }', '1:1 wantsTest'],
  ['if true { } stop true;', '1:18 extraTest'],
  ['if true;', '1:1 wantsBlock'],
  ['keep { }', '1:1 extraBlock'],
  ['if header :comparator "i;nix" "a" "b" { }', '1:23 badComparator'],
  ['redirect "a b";', '1:10 badAddress'],
  ['require "variables"; set "a.b" "c";', '1:26 badVariable'],
  ['require "encoded-character"; redirect "${unicode:d800}";', '1:39 badEscape'],
  ['require ["fcc","vacation","mailbox"]; vacation :create "x";', '1:39 missingArgument'],
])('%s: %s', (script, problem) => {
  expect(problemsOf(script)).toContain(problem);
});

test('editheader is for those who may', () => {
  expect(problemsOf('require "editheader";')).toEqual(['1:9 forbiddenExtension']);
  expect(problemsOf('require "editheader";', { allowEditHeader: true })).toEqual([]);
  expect(allowedExtensions()).not.toContain('editheader');
  expect(problemsOf('require "ihave"; if ihave "editheader" { deleteheader "x"; }')).toEqual([]);
});

test('what cannot run is not looked at, and what ihave found may be used', () => {
  expect(problemsOf('require "ihave"; if ihave "nix" { nix :x; } else { keep; }')).toEqual([]);
  expect(problemsOf('require "ihave"; if ihave "fileinto" { fileinto "x"; }')).toEqual([]);
  expect(problemsOf('if false { nix; }')).toEqual([]);
  expect(problemsOf('require "ihave"; if allof (ihave "nix", nix :x) { nix; }')).toEqual([]);
  expect(problemsOf('require "ihave"; if anyof (not ihave "nix", nix :x) { keep; }')).toEqual([]);
  expect(problemsOf('if not false { keep; } else { nix; }')).toEqual([]);
  expect(problemsOf('if anyof (exists "a", false) { nix; }')).toEqual(['1:32 unknownCommand']);
});

// RFC 5228 2.4.2.4
test.each([
  ['$${hex:40}', '$@'],
  ['${hex: 40 }', '@'],
  ['${HEX: 40}', '@'],
  ['${hex:40', '${hex:40'],
  ['${hex:400}', '${hex:400}'],
  ['${hex:4${hex:30}}', '${hex:40}'],
  ['${unicode:40}', '@'],
  ['${ unicode:40}', '${ unicode:40}'],
  ['${UnICoDE:0000040}', '@'],
  ['${Unicode:Cool}', '${Unicode:Cool}'],
  ['$${hex:24 24}', '$$$'],
])('encoded %s is %s', (text, decoded) => {
  const letter = `X: ${decoded}\n\n`;
  expect(holds(`header :is :comparator "i;octet" "X" "${text}"`, ['encoded-character'], letter)).toBe(true);
  expect(holds(`header :is :comparator "i;octet" "X" "${text}x"`, ['encoded-character'], letter)).toBe(false);
});

test.each(['${unicode:200000}', '${Unicode:DF01}', '${hex:ff}'])('encoded %s is an error', (text) => {
  expect(problemsOf(`require "encoded-character"; if exists "${text}" { }`)).toEqual(['1:40 badEscape']);
});

// RFC 5229 3.1
test.each([
  ['&%${}!', '&%${}!'],
  ['${doh!}', '${doh!}'],
  ['${company} and ${COMPANY}', 'ACME and ACME'],
  ['${nothing}', ''],
  ['${President, ${company} Inc.}', '${President, ACME Inc.}'],
])('variables in %s give %s', (text, expected) => {
  const { actions } = runScript(`require ["variables","vacation"]; set "company" "ACME"; vacation "${text}";`);
  expect(actions[0]).toMatchObject({ kind: 'vacation', reason: expected });
});
