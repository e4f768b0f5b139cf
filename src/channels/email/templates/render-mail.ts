import Handlebars from 'handlebars';
import type { Tone } from '../mails/mail-title.js';
import type { MailView } from '../mails/mail-view.js';
import { DIGEST_HTML, FACTS_HTML, LAYOUT_HTML } from './layout-html.js';
import { DIGEST_TEXT, FACTS_TEXT, LAYOUT_TEXT } from './layout-text.js';

export interface RenderedMail {
  subject: string;
  html: string;
  text: string;
}

const FONT = `-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif`;
const CODE_FONT = `ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace`;
const LINE_LENGTH = 72;
const COLUMN = 20;

const CHIPS: Record<Tone, { name: string; background: string; color: string }> = {
  good: { name: 'chip-good', background: '#e2f5ec', color: '#0b6644' },
  bad: { name: 'chip-bad', background: '#fde8e7', color: '#a1191f' },
  warning: { name: 'chip-warning', background: '#fff1dc', color: '#8a4b08' },
  neutral: { name: 'chip-neutral', background: '#e7eefc', color: '#1d47b8' },
};

const html = Handlebars.create();
const text = Handlebars.create();
text.registerHelper({
  underline: (title: string) => '='.repeat(Math.min(title.length, LINE_LENGTH)),
  wrap: (words: string) => wrapped(words),
  column: (label: string) => `${label} `.padEnd(COLUMN),
});

const templates = {
  event: compiled(FACTS_HTML, FACTS_TEXT),
  digest: compiled(DIGEST_HTML, DIGEST_TEXT),
};

/** Renders a mail as HTML and plain text. `brand` is shown above the content. */
export function renderMail(view: MailView, brand: string): RenderedMail {
  const template = view.items.length > 0 ? templates.digest : templates.event;
  const context = {
    ...view,
    brand,
    chip: CHIPS[view.tone],
    font: new Handlebars.SafeString(FONT),
    codeFont: new Handlebars.SafeString(CODE_FONT),
  };
  return {
    subject: view.subject,
    html: template.html(context),
    text: template.text(context).replace(/\n{3,}/g, '\n\n'),
  };
}

function compiled(htmlBody: string, textBody: string) {
  const body = { html: html.compile(htmlBody), text: text.compile(textBody, { noEscape: true }) };
  const page = html.compile(LAYOUT_HTML);
  const plain = text.compile(LAYOUT_TEXT, { noEscape: true });
  return {
    html: (context: object) => page(context, { partials: { body: body.html } }),
    text: (context: object) => plain(context, { partials: { body: body.text } }),
  };
}

function wrapped(words: string): string {
  const lines: string[] = [];
  for (const word of words.split(/\s+/)) {
    const line = lines.at(-1);
    if (line === undefined || line.length + 1 + word.length > LINE_LENGTH) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines.join('\n');
}
