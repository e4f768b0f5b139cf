import { AppLink } from './app-link';
import { CopyButton } from './copy-button';
import { ForeignText } from './foreign-text';
import classes from './id.module.css';

interface IdProps {
  id: string;
  /** The page of the thing. */
  to?: string;
  /** All of the id, where there is room for it. */
  isWhole?: boolean;
}

const PREFIX = /^([a-z]+_)(.+)$/;
const ENDS = 6;

/** An id, shortened in its middle where it is long, with a button that copies it whole. */
export function Id({ id, to, isWhole = false }: IdProps) {
  const text = <ForeignText text={isWhole ? id : shortened(id)} />;
  return (
    <span className={classes['id']} title={id}>
      {to === undefined ? <code>{text}</code> : <AppLink to={to}>{text}</AppLink>}
      <CopyButton text={id} label={`Copy ${id}`} />
    </span>
  );
}

function shortened(id: string): string {
  const [, prefix = '', rest = id] = PREFIX.exec(id) ?? [];
  return rest.length <= 2 * ENDS + 1 ? id : `${prefix}${rest.slice(0, ENDS)}…${rest.slice(-ENDS)}`;
}
