import type { IncomingHttpHeaders } from 'node:http';
import { StaticAnswer } from '../http/index.js';

/** The policy of the pages: files of this host only, and no script in the page itself. */
export function pagePolicy(frameAncestors: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    // The components set sizes and colours as styles of their elements.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${frameAncestors.length > 0 ? frameAncestors.join(' ') : "'none'"}`,
  ].join('; ');
}

const FRAMES = new Set(['iframe', 'frame', 'embed', 'object', 'fencedframe']);

/**
 * Returns whether a browser asks for the page to show it in a frame of a page that may not do so. It serves only to
 * explain that in words: the policy of the page is what the browser obeys.
 */
export function isForeignFrame(
  headers: IncomingHttpHeaders,
  frameAncestors: readonly string[],
): boolean {
  if (!FRAMES.has(String(headers['sec-fetch-dest']))) return false;
  if (frameAncestors.length === 0) return true;
  if (headers['sec-fetch-site'] === 'same-origin') return false;
  const origin = originOf(headers.referer);
  return origin !== undefined && !frameAncestors.includes(origin);
}

function originOf(url: string | undefined): string | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url).origin : undefined;
}

const TEXT = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Not allowed in this frame</title></head>
<body><h1>Not allowed in this frame</h1>
<p>This page may not be shown inside a page of this site. The operator names the sites that may show the portal in
the setting PORTAL_FRAME_ANCESTORS.</p></body>
</html>
`;

/** Shown in place of a page in a frame that it may not be in. It holds nothing else, so any page may show it. */
export const FRAME_REFUSAL = new StaticAnswer(TEXT, {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; frame-ancestors *",
  'cache-control': 'no-store',
});
