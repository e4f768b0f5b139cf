/** Whether a text is the address of one of our pages, and of no other host. */
export function isPath(text: string): boolean {
  if (!/^\/(console|portal)(?![^/?#])/.test(text) || /[\\\s]/.test(text)) return false;
  return new URL(text, location.origin).origin === location.origin;
}
