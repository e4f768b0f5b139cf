import { CopyButton } from '../../components/copy-button';
import { Notice } from '../../components/notice';
import classes from './secret-once.module.css';

/** A secret that is shown now and never again. */
export function SecretOnce({ secret, label }: { secret: string; label: string }) {
  return (
    <Notice tone="warn" isSaid title={`Copy the ${label} now: it is not shown again`}>
      <Secret secret={secret} label={label} />
    </Notice>
  );
}

/** A secret with a button that copies it. */
export function Secret({ secret, label }: { secret: string; label: string }) {
  return (
    <span className={classes['secret']}>
      <code>{secret}</code>
      <CopyButton text={secret} label={`Copy ${label}`} />
    </span>
  );
}
