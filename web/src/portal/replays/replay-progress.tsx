import { Progress } from '@mantine/core';
import type { Schemas } from '../../api/client';
import { writeNumber } from '../../components/write-time';
import classes from './replays.module.css';

type Replay = Schemas['Replay'];

/** How much of a replay is queued, and what became of that. */
export function ReplayProgress({ replay }: { replay: Replay }) {
  const { matched, queued, outcomes, state, waiting_for: waits } = replay;
  const share = matched === 0 ? 100 : Math.min(100, (queued / matched) * 100);
  return (
    <span className={classes['progress']}>
      {state === 'running' && (
        <Progress value={share} size="sm" aria-label={`${Math.round(share)} % queued`} />
      )}
      <span className={classes['outcomes']}>
        {writeNumber(outcomes.delivered)} delivered
        {outcomes.pending > 0 && ` · ${writeNumber(outcomes.pending)} pending`}
        {outcomes.failed > 0 && (
          <span className={classes['failed']}> · {writeNumber(outcomes.failed)} failed</span>
        )}
      </span>
      {waits !== null && (
        <span className={classes['waits']}>
          waits: the {waits === 'endpoint_paused' ? 'endpoint is paused' : 'endpoint is disabled'}
        </span>
      )}
    </span>
  );
}
