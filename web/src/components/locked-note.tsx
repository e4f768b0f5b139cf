import { IconLock } from '@tabler/icons-react';
import classes from './locked-note.module.css';

/** Said in the place of what a reader would expect, where the session does not allow it. */
export function LockedNote({ text }: { text: string }) {
  return (
    <span className={classes['note']}>
      <IconLock size={14} aria-hidden /> {text}
    </span>
  );
}
