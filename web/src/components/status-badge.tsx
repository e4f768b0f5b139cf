import {
  IconAlertTriangle,
  IconBan,
  IconCheck,
  IconClock,
  IconPlayerPause,
  IconPlayerTrackNext,
  IconX,
  type Icon,
} from '@tabler/icons-react';
import classes from './status-badge.module.css';

export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'idle';

const STATES: Record<string, { tone: Tone; icon: Icon }> = {
  succeeded: { tone: 'good', icon: IconCheck },
  delivered: { tone: 'good', icon: IconCheck },
  active: { tone: 'good', icon: IconCheck },
  completed: { tone: 'good', icon: IconCheck },
  pending: { tone: 'info', icon: IconClock },
  waiting: { tone: 'info', icon: IconClock },
  running: { tone: 'info', icon: IconClock },
  failed: { tone: 'bad', icon: IconX },
  refused: { tone: 'bad', icon: IconX },
  disabled: { tone: 'bad', icon: IconBan },
  failing: { tone: 'bad', icon: IconAlertTriangle },
  held: { tone: 'warn', icon: IconPlayerPause },
  paused: { tone: 'warn', icon: IconPlayerPause },
  deleting: { tone: 'warn', icon: IconAlertTriangle },
  not_sent: { tone: 'idle', icon: IconBan },
  skipped: { tone: 'idle', icon: IconPlayerTrackNext },
  cancelled: { tone: 'idle', icon: IconBan },
};

/** A state by its word, a sign and a colour. An unknown state is shown by its word. */
export function StatusBadge({ status, tone }: { status: string; tone?: Tone }) {
  const { tone: usual, icon: Sign } = STATES[status] ?? { tone: 'idle' as const, icon: undefined };
  return (
    <span className={classes['badge']} data-tone={tone ?? usual}>
      {Sign !== undefined && <Sign size={13} stroke={2.2} aria-hidden />}
      {status.replaceAll('_', ' ')}
    </span>
  );
}

/** A short remark beside a name, such as "sandbox". */
export function Tag({ children, tone = 'idle' }: { children: string; tone?: Tone }) {
  return (
    <span className={classes['badge']} data-tone={tone}>
      {children}
    </span>
  );
}
