/** Whether only Postrider itself publishes the type: `endpoint.*`. It goes to who names it, not to who takes everything. */
export function isOwnType(type: string): boolean {
  return type.startsWith('endpoint.');
}
