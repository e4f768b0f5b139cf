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
