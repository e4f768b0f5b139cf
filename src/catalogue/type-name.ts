const TYPE_NAME = /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$/;

/** Words of letters, digits, `_` and `-`, separated by dots. */
export function isTypeName(text: string): boolean {
  return TYPE_NAME.test(text);
}
