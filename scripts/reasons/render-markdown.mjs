/**
 * The HTML of a page in the part of Markdown that `docs/reasons.md` uses: headings, paragraphs, lists,
 * `code` and links. A heading's anchor is its text in lower case, with hyphens for what is no letter,
 * digit or underscore, as GitHub makes them. Throws for any other construct.
 *
 * @param {string} markdown
 * @returns {string[]} one element per block
 */
export function renderMarkdown(markdown) {
  return markdown
    .trim()
    .split(/\n{2,}/)
    .map(renderBlock);
}

function renderBlock(block) {
  const heading = /^(#{1,3}) (.+)$/.exec(block);
  if (heading) {
    const [, marks, text] = heading;
    return `<h${marks.length} id="${anchorOf(text)}">${renderText(text)}</h${marks.length}>`;
  }
  if (block.startsWith('- ')) {
    const items = block.split('\n').map((line) => {
      if (!line.startsWith('- ')) throw new Error(`not an item of a list: ${line}`);
      return `<li>${renderText(line.slice(2))}</li>`;
    });
    return `<ul>${items.join('')}</ul>`;
  }
  if (/^[#>|<*\d]|^```|!\[/.test(block)) throw new Error(`not known here: ${block.slice(0, 60)}`);
  return `<p>${renderText(block.replaceAll('\n', ' '))}</p>`;
}

function anchorOf(text) {
  return text
    .toLowerCase()
    .replace(/[^\w ]/g, '')
    .replaceAll(' ', '-');
}

function renderText(text) {
  return text
    .split(/(`[^`]+`)/)
    .map((part) =>
      part.startsWith('`')
        ? `<code>${escape(part.slice(1, -1))}</code>`
        : renderLinks(escape(part)),
    )
    .join('');
}

function renderLinks(text) {
  return text.replace(/\[([^\]]+)\]\((#[\w-]+)\)/g, '<a href="$2">$1</a>');
}

function escape(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
