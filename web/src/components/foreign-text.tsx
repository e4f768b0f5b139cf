import { useMemo } from 'react';
import { foreignParts } from './foreign-parts';
import classes from './foreign-text.module.css';

/**
 * Text from outside: a receiver's answer, an event's data, a tenant's name, an error. It is always a text
 * node, and characters that cannot be seen or that turn the direction are shown by their codes.
 */
export function ForeignText({ text }: { text: string }) {
  const parts = useMemo(() => foreignParts(text), [text]);
  return (
    <bdi className={classes['text']}>
      {parts.map((part, index) =>
        part.escaped === undefined ? (
          part.text
        ) : (
          <span key={index} className={classes['escaped']} title={part.escaped}>
            {part.text}
          </span>
        ),
      )}
    </bdi>
  );
}
