import { spawnSync } from 'node:child_process';

/** Process ids and shared memory of its own, as a container has them; before a program and its arguments. */
export const CONTAINER: readonly [string, ...string[]] = [
  'unshare',
  '--pid',
  '--ipc',
  '--fork',
  '--mount-proc',
  '--kill-child',
];

/** Mounts of its own. */
export const OWN_MOUNTS: readonly [string, ...string[]] = ['unshare', '--mount'];

/** Returns whether this user may create them; if not, prints one line that says what is skipped. */
export function mayUnshare(what: string, [program, ...flags] = CONTAINER): boolean {
  const may = spawnSync(program, [...flags, 'true']).status === 0;
  if (!may) console.warn(`Left out: ${what}; unshare needs root.`);
  return may;
}
