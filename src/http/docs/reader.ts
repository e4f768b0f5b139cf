import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** The reader comes with a checkout and its image, not with the package that other services install. */
const PACKAGE = '@scalar/fastify-api-reference';

/** Over the reader's own style: the page's colours and fonts, and no link to its maker. */
const STYLE = `
.scalar-app { --scalar-font: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  --scalar-font-code: ui-monospace, "SF Mono", Menlo, Consolas, monospace; --scalar-custom-header-height: 3rem; }
.light-mode, .dark-mode { --scalar-color-1: var(--text); --scalar-color-2: var(--soft); --scalar-color-3: var(--soft);
  --scalar-color-accent: var(--link); --scalar-background-1: var(--back); --scalar-background-2: var(--code);
  --scalar-border-color: var(--line); --scalar-sidebar-background-1: var(--back); }
.scalar-app a[href*="scalar.com"] { display: none; }
`;

/** Nothing that asks another host, sends anything to one or leads to the maker's products. */
const CONFIGURATION = {
  url: '/openapi.json',
  theme: 'default',
  hideModels: true,
  customCss: STYLE,
  withDefaultFonts: false,
  telemetry: false,
  persistAuth: false,
  hideClientButton: true,
  hideTestRequestButton: true,
  hideDarkModeToggle: true,
  showDeveloperTools: 'never',
  documentDownloadType: 'none',
  agent: { disabled: true },
  mcp: { disabled: true },
  defaultHttpClient: { targetKey: 'shell', clientKey: 'curl' },
};

/** Starts the reader once its bundle is there. */
export const START_SCRIPT = `'use strict';
document.querySelector('#reader').textContent = '';
Scalar.createApiReference('#reader', ${JSON.stringify(CONFIGURATION)});
`;

/** The bundle of the reader, or `undefined` where its package is not installed. */
export function readBundle(): Buffer | undefined {
  try {
    const entry = createRequire(import.meta.url).resolve(PACKAGE);
    return readFileSync(new URL('js/standalone.js', `file://${entry}`));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'MODULE_NOT_FOUND' || code === 'ENOENT') return undefined;
    throw error;
  }
}
