/** Invisible, and no part of any word: what it stands in is no link and no mention any more. */
const WORD_JOINER = '\u2060';

/**
 * Words that are not ours, as text: Slack's three characters escaped
 * (https://docs.slack.dev/messaging/formatting-message-text#escaping), no mentions, no links, no
 * formatting that would spill over.
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

/** To be read letter by letter. */
export function code(text: string): string {
  const inside = escape(visible(text)).replaceAll('`', "'");
  return inside === '' ? '' : `\`${inside}\``;
}

export function link(url: string, label: string): string {
  const target = escape(url.replaceAll('|', '%7C').replaceAll('<', '%3C').replaceAll('>', '%3E'));
  return `<${target}|${plain(label)}>`;
}

/** One line without control characters, and without those that turn the direction of others. */
function visible(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\p{Cc}\p{Cf}]/gu, '');
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
