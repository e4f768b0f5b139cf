import { UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useId, useState } from 'react';
import type { Schemas } from '../../api/client';
import { ForeignText } from '../../components/foreign-text';
import { Moment } from '../../components/moment';
import { StatusBadge, Tag } from '../../components/status-badge';
import { AttemptDetails } from './attempt-details';
import classes from './attempt-list.module.css';
import { waitBefore } from './attempt-phases';

type Attempt = Schemas['Attempt'];

interface AttemptListProps {
  attempts: readonly Attempt[];
  createdAt: string;
}

/** Every attempt, the newest first and open. */
export function AttemptList({ attempts, createdAt }: AttemptListProps) {
  const newestFirst = attempts.map((attempt, index) => ({ attempt, former: attempts[index - 1] }));
  return (
    <ol aria-label="Attempts" className={classes['list']}>
      {newestFirst.toReversed().map(({ attempt, former }, index) => (
        <AttemptItem
          key={attempt.id}
          attempt={attempt}
          waited={waitBefore(attempt, former, createdAt)}
          isNewest={index === 0}
        />
      ))}
    </ol>
  );
}

interface AttemptItemProps {
  attempt: Attempt;
  waited: number;
  isNewest: boolean;
}

function AttemptItem({ attempt, waited, isNewest }: AttemptItemProps) {
  const [isOpen, setOpen] = useState(isNewest);
  const id = useId();
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <li className={classes['item']}>
      <UnstyledButton
        className={classes['head']}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        <Chevron size={16} aria-hidden className={classes['chevron']} />
        <span className={classes['number']}>#{attempt.number}</span>
        <Outcome attempt={attempt} />
        <span className={classes['words']}>{inShort(attempt)}</span>
        {attempt.trigger !== 'automatic' && <Tag tone="info">{attempt.trigger}</Tag>}
        {attempt.suspicious_success && <Tag tone="warn">HTML answer</Tag>}
        <span className={classes['when']}>
          <Moment at={attempt.started_at} />
        </span>
      </UnstyledButton>
      <div id={id} hidden={!isOpen} className={classes['details']}>
        {isOpen && <AttemptDetails attempt={attempt} waited={waited} />}
      </div>
    </li>
  );
}

function Outcome({ attempt: { error } }: { attempt: Attempt }) {
  return <StatusBadge status={error === null ? 'succeeded' : 'failed'} />;
}

function inShort({ response, error }: Attempt) {
  if (response !== null) return `status ${response.status}`;
  return <ForeignText text={error?.class.replaceAll('_', ' ') ?? 'sent'} />;
}
