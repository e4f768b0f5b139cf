import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleX,
  IconInfoCircle,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './notice.module.css';
import type { Tone } from './status-badge';

const SIGNS = {
  good: IconCircleCheck,
  warn: IconAlertTriangle,
  bad: IconCircleX,
  info: IconInfoCircle,
  idle: IconInfoCircle,
};

interface NoticeProps {
  tone: Tone;
  title?: ReactNode;
  children?: ReactNode;
  /** Said at once to readers of the screen: for what appears after an action. */
  isSaid?: boolean;
}

/** A message on a page: what is the case, and what to do. */
export function Notice({ tone, title, children, isSaid = false }: NoticeProps) {
  const Sign = SIGNS[tone];
  return (
    <div className={classes['notice']} data-tone={tone} role={isSaid ? 'alert' : undefined}>
      <Sign size={18} aria-hidden className={classes['sign']} />
      <div className={classes['words']}>
        {title !== undefined && <div className={classes['title']}>{title}</div>}
        {children !== undefined && <div className={classes['body']}>{children}</div>}
      </div>
    </div>
  );
}
