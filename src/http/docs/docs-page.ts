import { bar, ICON, LOOK } from './look.js';

/** Everything comes from the host of the page. Styles are inline, as the reader writes them. */
export const DOCS_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const STYLE = `${LOOK}
body { overflow-x: clip; }
.plain { max-width: 46rem; margin: 0 auto; padding: 2rem 1.25rem; color: var(--soft); }
.plain a { color: var(--link); }
`;

/** What the page needs, by paths relative to it. */
export interface DocsAssets {
  scripts: readonly string[];
  document: string;
}

/** The page of `/docs`. Without scripts, or without the reader, it leads to the document itself. */
export function docsPage(assets?: DocsAssets): string {
  const tags = (assets?.scripts ?? []).map((path) => `<script src="${path}" defer></script>`);
  const state = assets ? 'The description is loading.' : 'The reader is not installed.';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API · Postrider</title>
${ICON}
<style>${STYLE}</style>
${tags.join('\n')}
</head>
<body>
${bar('/docs')}
<div id="reader" data-document="${assets?.document ?? ''}"><p class="plain">${state} <a href="openapi.json">openapi.json</a> holds all of it.</p></div>
</body>
</html>
`;
}
