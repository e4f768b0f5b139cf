import { createHash } from 'node:crypto';
import { Controller, Get, Header, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '../../auth/index.js';
import { ICON, LOOK } from '../../http/index.js';
import type { HttpReply } from '../../http/index.js';
import { Recipients } from './recipients.service.js';

const STYLE = `${LOOK}
main { max-width: 34rem; margin: 0 auto; padding: 4rem 1.25rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 1rem; }
button { font: inherit; padding: 0.6rem 1.2rem; cursor: pointer; }
`;
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');
const CONTENT_SECURITY_POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`;

const TEXTS = {
  waiting: {
    status: 200,
    title: 'Confirm your address',
    text: 'Notifications of a webhook endpoint are to be sent to your address. Confirm that you want them.',
  },
  confirmed: {
    status: 200,
    title: 'Your address is confirmed',
    text: 'Notifications are sent to it. There is nothing more to do; you can close this page.',
  },
  unknown: {
    status: 404,
    title: 'This link is not valid',
    text: 'The address is no recipient any more, or the link is not complete. Nothing was changed.',
  },
} as const;

/** Sends the form to the address of the page itself. */
const BUTTON = '<form method="post"><button>Confirm my address</button></form>';

/** The page that the link in a recipient's first mail leads to. */
@ApiExcludeController()
@Public()
@Controller('confirm')
export class ConfirmationController {
  constructor(@Inject(Recipients) private readonly recipients: Recipients) {}

  /** Changes nothing: filters of mails open links before their reader does. */
  @Get(':token')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', CONTENT_SECURITY_POLICY)
  async show(
    @Param('token') token: string,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<string> {
    return page((await this.recipients.stateByToken(token)) ?? 'unknown', reply);
  }

  /** Confirms the recipient: the button of the page. */
  @Post(':token')
  @HttpCode(200)
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', CONTENT_SECURITY_POLICY)
  async confirm(
    @Param('token') token: string,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<string> {
    const isKnown = await this.recipients.confirmByToken(token);
    return page(isKnown ? 'confirmed' : 'unknown', reply);
  }
}

function page(state: keyof typeof TEXTS, reply: HttpReply): string {
  const { status, title, text } = TEXTS[state];
  reply.status(status);
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
${state === 'waiting' ? BUTTON : ''}
</main>
</body>
</html>
`;
}
