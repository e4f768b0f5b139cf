/** A part of a text from outside: either text as it is, or one character that must be shown by its name. */
export interface ForeignPart {
  text: string;
  /** What the character does; undefined for text. */
  escaped?: string;
}

const NAMES: Record<number, string> = {
  0x00: 'null character',
  0x07: 'bell',
  0x08: 'backspace',
  0x0d: 'carriage return',
  0x1b: 'escape character',
  0x7f: 'delete',
  0xad: 'soft hyphen',
  0x061c: 'Arabic letter mark',
  0x200b: 'zero-width space',
  0x200c: 'zero-width non-joiner',
  0x200d: 'zero-width joiner',
  0x200e: 'left-to-right mark',
  0x200f: 'right-to-left mark',
  0x2028: 'line separator',
  0x2029: 'paragraph separator',
  0x202a: 'left-to-right embedding',
  0x202b: 'right-to-left embedding',
  0x202c: 'end of direction',
  0x202d: 'left-to-right override',
  0x202e: 'right-to-left override',
  0x2060: 'word joiner',
  0x2066: 'left-to-right isolate',
  0x2067: 'right-to-left isolate',
  0x2068: 'first strong isolate',
  0x2069: 'end of isolate',
  0xfeff: 'byte order mark',
};

/** Control, format and direction characters, unpaired surrogates and tags; not tab and line feed. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u;
const SPLIT = new RegExp(`(${UNSEEN.source})`, 'u');
const KEPT = /^[\n\t]$/;

/**
 * Splits a text from outside (an answer, an event's data, a name, an error) so that no character in it
 * can hide, reorder or colour what stands beside it.
 */
export function foreignParts(text: string): ForeignPart[] {
  const parts: ForeignPart[] = [];
  for (const piece of text.replaceAll('\r\n', '\n').split(SPLIT)) {
    if (piece === '') continue;
    if (!UNSEEN.test(piece) || KEPT.test(piece)) append(parts, piece);
    else parts.push({ text: escapeOf(piece), escaped: nameOf(piece) });
  }
  return parts;
}

/** A text from outside where only plain text can stand, such as the title of the window or a choice of a field. */
export function plainText(text: string): string {
  return foreignParts(text)
    .map((part) => part.text)
    .join('');
}

function append(parts: ForeignPart[], text: string): void {
  const last = parts.at(-1);
  if (last === undefined || last.escaped !== undefined) parts.push({ text });
  else last.text += text;
}

function escapeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  return code > 0xffff ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`;
}

function nameOf(character: string): string {
  return NAMES[character.codePointAt(0) ?? 0] ?? 'character that cannot be seen';
}
