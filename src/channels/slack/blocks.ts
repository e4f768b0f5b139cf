/** An invisible character that keeps Slack from recognising a link or a mention. */
const WORD_JOINER = '\u2060';

/**
 * Renders text of other origin without mentions, links and formatting; escapes Slack's three special
 * characters (https://docs.slack.dev/messaging/formatting-message-text#escaping).
 */
export function plain(text: string): string {
  return escape(visible(text))
    .replaceAll('@', `@${WORD_JOINER}`)
    .replaceAll('://', `:${WORD_JOINER}//`)
    .replaceAll('*', '∗')
    .replaceAll('~', '∼')
    .replaceAll('`', "'")
    .replace(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, '＿');
}

/** Renders text in a monospaced font. */
export function code(text: string): string {
  const inside = escape(visible(text)).replaceAll('`', "'");
  return inside === '' ? '' : `\`${inside}\``;
}

export function link(url: string, label: string): string {
  const target = escape(url.replaceAll('|', '%7C').replaceAll('<', '%3C').replaceAll('>', '%3E'));
  return `<${target}|${plain(label)}>`;
}

/** Returns one line without control and formatting characters, such as those that change the direction. */
function visible(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\p{Cc}\p{Cf}]/gu, '');
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** `verbatim` prevents Slack from turning text into links and mentions. */
interface Mrkdwn {
  type: 'mrkdwn';
  text: string;
  verbatim: true;
}

/** The block types that messages use; see https://docs.slack.dev/reference/block-kit/blocks. */
export type Block =
  | { type: 'header'; text: { type: 'plain_text'; text: string; emoji: false } }
  | { type: 'section'; text: Mrkdwn }
  | { type: 'section'; fields: Mrkdwn[] }
  | { type: 'context'; elements: Mrkdwn[] };

/** The body of a request to an incoming webhook. */
export interface SlackMessage {
  /** Shown by notifications and by clients that do not support blocks. */
  text: string;
  blocks: Block[];
  unfurl_links: false;
  unfurl_media: false;
}

const HEADER_LENGTH = 150;
const SECTION_LENGTH = 3000;
const FIELD_LENGTH = 2000;
const FIELDS = 10;
/** Slack allows 40,000 characters, which are too many for a notification. */
const FALLBACK_LENGTH = 1000;

/** Builds a message of the blocks that are not null. */
export function message(text: string, blocks: readonly (Block | null)[]): SlackMessage {
  return {
    text: fit(text, FALLBACK_LENGTH),
    blocks: blocks.filter((block) => block !== null),
    unfurl_links: false,
    unfurl_media: false,
  };
}

export function header(text: string): Block {
  const fitting = fit(text, HEADER_LENGTH);
  return { type: 'header', text: { type: 'plain_text', text: fitting, emoji: false } };
}

/** Returns null for an empty text. */
export function section(text: string): Block | null {
  return text === '' ? null : { type: 'section', text: mrkdwn(text, SECTION_LENGTH) };
}

/** Builds a section of as many whole lines as fit. */
export function lines(texts: readonly string[]): Block | null {
  let length = 0;
  const fitting = texts.filter((text) => (length += text.length + 1) <= SECTION_LENGTH);
  return section(fitting.join('\n'));
}

/** Builds sections of cells in two columns; one section holds at most ten. */
export function fields(texts: readonly string[]): Block[] {
  const blocks: Block[] = [];
  for (let from = 0; from < texts.length; from += FIELDS) {
    const cells = texts.slice(from, from + FIELDS).map((text) => mrkdwn(text, FIELD_LENGTH));
    blocks.push({ type: 'section', fields: cells });
  }
  return blocks;
}

export function context(text: string): Block {
  return { type: 'context', elements: [mrkdwn(text, FIELD_LENGTH)] };
}

function mrkdwn(text: string, maxLength: number): Mrkdwn {
  return { type: 'mrkdwn', text: fit(text, maxLength), verbatim: true };
}

/** Shortens a text, but never within an HTML entity. */
function fit(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  return `${text.slice(0, maxLength - 1).replace(/&[a-z]*$|[\ud800-\udbff]$/, '')}…`;
}
