import type { Schemas } from '../../api/client';
import { writeSeconds } from '../../components/write-time';
import { phasesOf } from './attempt-phases';
import classes from './timeline.module.css';

interface TimelineProps {
  attempt: Schemas['Attempt'];
  /** Seconds that it waited before it was sent. */
  waited: number;
}

/** scheduled → sent → DNS → connect → TLS → first byte → end, each with its time. */
export function Timeline({ attempt, waited }: TimelineProps) {
  const phases = phasesOf(attempt);
  const whole = Math.max(attempt.duration_ms, phases.at(-1)?.to ?? 0, 1);
  return (
    <div className={classes['timeline']}>
      <svg className={classes['bar']} viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden>
        {phases.map(({ name, from, to }) => (
          <rect
            key={name}
            data-phase={name}
            x={(from / whole) * 1000}
            width={Math.max(((to - from) / whole) * 1000, 3)}
            height="10"
          />
        ))}
      </svg>
      <ol className={classes['steps']}>
        <Step name="Scheduled" phase="Scheduled" length={`waited ${writeSeconds(waited)}`} />
        <Step name="Sent" phase="Sent" length={attempt.ip ?? 'no connection'} />
        {phases.map(({ name, from, to }) => (
          <Step key={name} name={name} phase={name} length={milliseconds(to - from)} />
        ))}
        <li className={classes['total']}>
          <span>In all</span> <strong>{milliseconds(attempt.duration_ms)}</strong>
        </li>
      </ol>
    </div>
  );
}

function Step({ name, phase, length }: { name: string; phase: string; length: string }) {
  return (
    <li data-phase={phase}>
      <span>{name}</span> <strong>{length}</strong>
    </li>
  );
}

function milliseconds(length: number): string {
  return length >= 1000 ? `${(length / 1000).toFixed(2)} s` : `${Math.round(length)} ms`;
}
