import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { DARK } from './docs-page.js';

/**
 * The package of the reader. A checkout and its image contain it; the package that hosts install
 * does not.
 */
const PACKAGE = '@scalar/fastify-api-reference';

/**
 * Overrides the reader's style: uses the page's colours and fonts, and hides links to its vendor
 * and its logo.
 */
const STYLE = `
.scalar-app { --scalar-font: var(--sans); --scalar-font-code: var(--mono); --scalar-custom-header-height: var(--bar); }
.light-mode .dark-mode { ${DARK} }
.light-mode, .dark-mode { --scalar-color-1: var(--text); --scalar-color-2: var(--soft); --scalar-color-3: var(--soft);
  --scalar-color-accent: var(--link); --scalar-background-1: var(--back); --scalar-background-2: var(--code); --scalar-background-3: var(--code);
  --scalar-border-color: var(--line); --scalar-sidebar-background-1: var(--back); }
.scalar-app a[href*="scalar.com"], .scalar-app .ascii-art { display: none !important; }
`;

/** Turns off every feature that contacts another host or leads to the vendor's products. */
const CONFIGURATION = {
  theme: 'default',
  hideModels: true,
  defaultOpenFirstTag: false,
  customCss: STYLE,
  withDefaultFonts: false,
  telemetry: false,
  persistAuth: false,
  hideClientButton: true,
  hideDarkModeToggle: true,
  showDeveloperTools: 'never',
  documentDownloadType: 'none',
  agent: { disabled: true },
  mcp: { disabled: true },
  defaultHttpClient: { targetKey: 'shell', clientKey: 'curl' },
};

/** Starts the reader. Its example commands and its requests use the host of the page. */
export const START_SCRIPT = `'use strict';
const { dataset } = document.querySelector('#reader');
document.querySelector('#reader').textContent = '';
Scalar.createApiReference('#reader', {
  ...${JSON.stringify(CONFIGURATION)},
  url: new URL(dataset.document, location.href).href,
  servers: [{ url: new URL('.', location.href).href.replace(/\\/$/, '') }],
});
`;

/** Returns the bundle of the reader, or `undefined` where its package is not installed. */
export function readBundle(): Buffer | undefined {
  try {
    const entry = createRequire(import.meta.url).resolve(PACKAGE);
    return readFileSync(new URL('js/standalone.js', pathToFileURL(entry)));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'MODULE_NOT_FOUND' || code === 'ENOENT') return undefined;
    throw error;
  }
}
