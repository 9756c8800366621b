/** English and Turkish say the same things: equal keys, equal placeholders, nothing empty. Types hold most of it; this holds the rest. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { continueUnderNode24, isMain, projectRoot } from '../node24.mjs';

const LANGUAGES = ['en', 'tr'];

function flatten(value, prefix, into) {
  for (const [key, inner] of Object.entries(value)) {
    const name = prefix ? `${prefix}.${key}` : key;
    if (typeof inner === 'object' && inner !== null) flatten(inner, name, into);
    else into.set(name, inner);
  }
  return into;
}

async function textsOf(root, language) {
  const file = path.join(root, 'renderer', 'i18n', `${language}.ts`);
  if (!existsSync(file)) throw new Error(`renderer/i18n/${language}.ts is missing`);
  const module = await import(pathToFileURL(file).href);
  const texts = module.default ?? module[language] ?? Object.values(module).find((value) => typeof value === 'object');
  if (!texts) throw new Error(`renderer/i18n/${language}.ts exports no texts`);
  return flatten(texts, '', new Map());
}

const placeholders = (text) =>
  [...String(text).matchAll(/\{\{\s*([\w.]+)/g)]
    .map((match) => match[1])
    .sort()
    .join(', ');

/** { count, errors } over both languages. Runs under Node 24: it loads the TypeScript files as they are. */
export async function checkTranslations(root) {
  const [en, tr] = await Promise.all(LANGUAGES.map((language) => textsOf(root, language)));
  const errors = [];
  const missing = (from, to, language) =>
    [...from.keys()].filter((key) => !to.has(key)).map((key) => `${key} is missing in ${language}.ts`);
  errors.push(...missing(en, tr, 'tr'), ...missing(tr, en, 'en'));
  for (const [language, texts] of [
    ['en', en],
    ['tr', tr],
  ]) {
    for (const [key, text] of texts) if (String(text).trim() === '') errors.push(`${key} is empty in ${language}.ts`);
  }
  for (const [key, text] of en) {
    if (!tr.has(key) || placeholders(text) === placeholders(tr.get(key))) continue;
    errors.push(
      `${key} has the placeholders ${placeholders(text) || '(none)'} in en.ts and ${placeholders(tr.get(key)) || '(none)'} in tr.ts`,
    );
  }
  if (en.size === 0) errors.push('no texts were found: nothing was checked');
  return { count: en.size, errors };
}

if (isMain(import.meta.url)) {
  await continueUnderNode24();
  try {
    const { count, errors } = await checkTranslations(process.argv[2] ?? projectRoot);
    for (const line of errors) console.log(`error: ${line}`);
    console.log(`${count} texts in ${LANGUAGES.length} languages`);
    process.exitCode = errors.length > 0 ? 1 : 0;
  } catch (error) {
    console.log(`error: ${error.message}`);
    process.exitCode = 1;
  }
}
