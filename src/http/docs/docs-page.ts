const MARK = `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'><rect width='24' height='24' rx='6' fill='#1650b8'/><path d='M5 8.5h14v8H5zM5 8.5l7 5 7-5' fill='none' stroke='#fff' stroke-width='1.7' stroke-linejoin='round'/></svg>`;

/** The icon of a page, inside the page itself. */
export const ICON = `<link rel="icon" href="data:image/svg+xml,${encodeURIComponent(MARK)}">`;

/** The colours of the dark pages, and of dark parts of light ones. */
export const DARK = `--text: #e4e8ef; --soft: #9aa4b5; --line: #2c3442; --back: #12161d; --code: #1e2530;
  --link: #8ab4ff; --mark: #3d3413;`;

/** The colours, fonts and bar that all pages of the product share, light and dark. */
export const LOOK = `
:root { color-scheme: light dark; --text: #1d2330; --soft: #5b6475; --line: #dfe3ea; --back: #ffffff;
  --code: #f1f3f7; --link: #1650b8; --mark: #fff3c4; --bar: 3rem;
  --mono: ui-monospace, "SF Mono", Menlo, Consolas, monospace;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
@media (prefers-color-scheme: dark) { :root { ${DARK} } }
* { box-sizing: border-box; }
html { scroll-padding-top: calc(var(--bar) + 1rem); }
body { margin: 0; background: var(--back); color: var(--text); font: 1rem/1.6 var(--sans); }
.bar { position: sticky; top: 0; z-index: 100; height: var(--bar); display: flex; align-items: center;
  gap: 1.25rem; padding: 0 1.25rem; background: var(--back); border-bottom: 1px solid var(--line);
  font-size: .9rem; }
.bar svg { width: 1.4rem; height: 1.4rem; margin-right: -.7rem; }
.bar strong { margin-right: auto; font-size: 1.05rem; letter-spacing: -.01em; }
.bar a { color: var(--link); text-decoration: none; white-space: nowrap; }
.bar a:hover { text-decoration: underline; }
`;

/**
 * Returns the bar at the top of the page at this path. Its links are relative, because a proxy may
 * add a prefix.
 */
export function bar(path: string): string {
  const up = '../'.repeat(path.split('/').length - 2) || './';
  const links = [
    ['docs', 'API'],
    ['docs/reasons', 'Reasons'],
    ['openapi.json', 'OpenAPI'],
  ]
    .filter(([to]) => `/${to}` !== path)
    .map(([to, name]) => `<a href="${up}${to}">${name}</a>`);
  return `<header class="bar">${MARK}<strong>Postrider</strong>${links.join('')}</header>`;
}

/** Allows only files from the host of the page, and inline styles because the reader writes them. */
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

/** The files that the page needs, by their paths relative to it. */
export interface DocsAssets {
  scripts: readonly string[];
  document: string;
}

/**
 * Returns the page of `/docs`. Without scripts, or without the reader, it links to the document
 * itself.
 */
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
