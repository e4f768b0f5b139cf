import { createHash } from 'node:crypto';
import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '../auth/index.js';
import { bar, ICON, LOOK } from '../http/index.js';
import { REASONS_HTML } from './reasons-html.js';

const STYLE = `${LOOK}
main { max-width: 46rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; overflow-wrap: anywhere; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 1rem; }
h2 { font-size: 1.3rem; margin: 3rem 0 .5rem; padding-top: 1rem; border-top: 1px solid var(--line); }
h3 { font: 600 1rem/1.4 var(--mono); margin: 1.75rem 0 .25rem; }
h3:target { background: var(--mark); box-shadow: 0 0 0 .35rem var(--mark); border-radius: 2px; }
p { margin: 0 0 .75rem; }
ul { margin: 0 0 .75rem; padding-left: 1.25rem; color: var(--soft); }
a { color: var(--link); }
code { font: .9em var(--mono); background: var(--code);
  padding: .1em .3em; border-radius: 4px; }
`;

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** The page loads nothing and runs no script; the hash allows its only style. */
const CONTENT_SECURITY_POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** The HTML of `/docs/reasons`. */
const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Reasons · Postrider</title>
${ICON}
<style>${STYLE}</style>
</head>
<body>
${bar('/docs/reasons')}
<main>
${REASONS_HTML.join('\n')}
</main>
</body>
</html>
`;

@ApiExcludeController()
@Public()
@Controller('docs/reasons')
export class ReasonsController {
  /** Serves the page that `docs_url` links to: what each reason means and what to do. */
  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', CONTENT_SECURITY_POLICY)
  page(): string {
    return PAGE;
  }
}
