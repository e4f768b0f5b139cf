// The page of reasons that the api serves, made from docs/reasons.md. `--write` writes it anew,
// `--check` fails where it is not what the Markdown says.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { renderMarkdown } from './reasons/render-markdown.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = `${root}docs/reasons.md`;
const target = `${root}src/reasons/reasons-html.ts`;

const html = renderMarkdown(await readFile(source, 'utf8'));
const text = `// Written by \`npm run reasons\` from docs/reasons.md; do not edit.
/** The sections of \`docs/reasons.md\` as HTML, a line for each block. */
export const REASONS_HTML: readonly string[] = ${JSON.stringify(html, null, 2)};
`;
const options = await resolveConfig(target);
const page = await format(text, { ...options, filepath: target });

if (process.argv.includes('--write')) {
  await writeFile(target, page);
} else if ((await readFile(target, 'utf8').catch(() => '')) !== page) {
  console.error(
    'src/reasons/reasons-html.ts is not what docs/reasons.md says: run npm run reasons',
  );
  process.exitCode = 1;
}
