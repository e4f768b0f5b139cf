import { createHash } from 'node:crypto';
import { Controller, Get, Header, Inject, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '../../auth/index.js';
import { ICON, LOOK } from '../../http/index.js';
import type { HttpReply, HttpRequest } from '../../http/index.js';
import { Recipients } from './recipients.service.js';

const STYLE = `${LOOK}
main { max-width: 34rem; margin: 0 auto; padding: 4rem 1.25rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 1rem; }
`;
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');
const CONTENT_SECURITY_POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

const TEXTS = {
  confirmed: {
    status: 200,
    title: 'Your address is confirmed',
    text: 'Notifications are sent to it from now on. The link has done its work; you can close this page.',
  },
  already_confirmed: {
    status: 200,
    title: 'This link has been used already',
    text: 'Your address is confirmed. There is nothing more to do.',
  },
  unknown: {
    status: 404,
    title: 'This link is not valid',
    text: 'The address is no recipient any more, or the link is not complete. Nothing was changed.',
  },
} as const;

/** The page that the link in a recipient's first mail leads to. */
@ApiExcludeController()
@Public()
@Controller('confirm')
export class ConfirmationController {
  constructor(@Inject(Recipients) private readonly recipients: Recipients) {}

  /** Confirms the recipient. A HEAD request, as filters of mails send them, confirms nothing. */
  @Get(':token')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', CONTENT_SECURITY_POLICY)
  async confirm(
    @Param('token') token: string,
    @Req() request: HttpRequest,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<string> {
    if (request.method === 'HEAD') return '';
    const { status, title, text } =
      TEXTS[(await this.recipients.confirmByToken(token)) ?? 'unknown'];
    reply.status(status);
    return page(title, text);
  }
}

function page(title: string, text: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
${ICON}
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${text}</p>
</main>
</body>
</html>
`;
}
