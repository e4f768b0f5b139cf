import { Fragment, type ReactNode } from 'react';
import { CopyButton } from './copy-button';
import { ForeignText } from './foreign-text';
import classes from './json-view.module.css';

const MASKED = '[masked]';

/** JSON as text nodes, indented, with masked values marked as such. */
export function JsonView({ value, label }: { value: unknown; label: string }) {
  return (
    <div className={classes['frame']}>
      <div className={classes['copy']}>
        <CopyButton text={JSON.stringify(value, null, 2)} label={`Copy ${label}`} />
      </div>
      <pre className={classes['code']} tabIndex={0} role="group" aria-label={label}>
        <Value value={value} indent={0} />
      </pre>
    </div>
  );
}

/** Text of any kind, as it came. A JSON text is indented. */
export function TextView({ text, label }: { text: string; label: string }) {
  const parsed = parse(text);
  if (parsed !== undefined) return <JsonView value={parsed} label={label} />;
  return (
    <div className={classes['frame']}>
      <div className={classes['copy']}>
        <CopyButton text={text} label={`Copy ${label}`} />
      </div>
      <pre className={classes['code']} tabIndex={0} role="group" aria-label={label}>
        <ForeignText text={text} />
      </pre>
    </div>
  );
}

function parse(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function Value({ value, indent }: { value: unknown; indent: number }): ReactNode {
  if (value === MASKED) return <Masked />;
  if (typeof value === 'string') {
    return (
      <span className={classes['string']}>
        "<ForeignText text={JSON.stringify(value).slice(1, -1)} />"
      </span>
    );
  }
  if (typeof value !== 'object' || value === null) {
    return <span className={classes['other']}>{String(value)}</span>;
  }
  const isList = Array.isArray(value);
  const entries = Object.entries(value);
  const [open, close] = isList ? '[]' : '{}';
  if (entries.length === 0) return `${open}${close}`;
  const space = '  '.repeat(indent);
  return (
    <>
      {open}
      {entries.map(([key, item], index) => (
        <Fragment key={key}>
          {`${index > 0 ? ',' : ''}\n${space}  `}
          {!isList && (
            <>
              <span className={classes['key']}>
                "<ForeignText text={JSON.stringify(key).slice(1, -1)} />"
              </span>
              {': '}
            </>
          )}
          <Value value={item} indent={indent + 1} />
        </Fragment>
      ))}
      {`\n${space}${close}`}
    </>
  );
}

function Masked() {
  return (
    <span className={classes['masked']} title="A personal field. Reveal the event to read it.">
      masked
    </span>
  );
}
