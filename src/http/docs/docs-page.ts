/** The reader's own script and its bundle come from here; styles are inline, as the reader writes them. */
export const DOCS_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The colours of `/docs/reasons`, for the bar and for the reader below it. */
const STYLE = `
:root { color-scheme: light dark; --text: #1d2330; --soft: #5b6475; --line: #dfe3ea; --back: #ffffff;
  --code: #f1f3f7; --link: #1650b8; --bar: 3rem; }
@media (prefers-color-scheme: dark) { :root { --text: #e4e8ef; --soft: #9aa4b5; --line: #2c3442;
  --back: #12161d; --code: #1e2530; --link: #8ab4ff; } }
* { box-sizing: border-box; }
body { margin: 0; overflow-x: clip; background: var(--back); color: var(--text);
  font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
.bar { position: sticky; top: 0; z-index: 100; height: var(--bar); display: flex; align-items: center;
  gap: 1.25rem; padding: 0 1.25rem; background: var(--back); border-bottom: 1px solid var(--line);
  font-size: .9rem; }
.bar strong { margin-right: auto; font-size: 1.05rem; letter-spacing: -.01em; }
.bar a { color: var(--link); text-decoration: none; white-space: nowrap; }
.bar a:hover { text-decoration: underline; }
.plain { max-width: 46rem; margin: 0 auto; padding: 2rem 1.25rem; color: var(--soft); }
.plain a { color: var(--link); }
`;

/** The page of `/docs`, with the scripts at these paths. Without scripts it leads to the document itself. */
export function docsPage(scripts: readonly string[]): string {
  const tags = scripts.map((path) => `<script src="${path}" defer></script>`);
  const state = scripts.length > 0 ? 'The description is loading.' : 'The reader is not installed.';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API · Postrider</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
${tags.join('\n')}
</head>
<body>
<header class="bar"><strong>Postrider</strong><a href="/docs/reasons">Reasons</a><a href="/openapi.json">OpenAPI</a></header>
<div id="reader"><p class="plain">${state} <a href="/openapi.json">/openapi.json</a> holds all of it.</p></div>
</body>
</html>
`;
}
