import { Button } from '@mantine/core';
import { asProblem } from '../api/problem';
import { ForeignText } from './foreign-text';
import { Notice } from './notice';
import classes from './problem-notice.module.css';

interface ProblemNoticeProps {
  error: unknown;
  /** Where it can be tried again. */
  onRetry?: () => void;
}

/** A refusal or failure in the API's own words, with the fields that it names. */
export function ProblemNotice({ error, onRetry }: ProblemNoticeProps) {
  const problem = asProblem(error);
  return (
    <Notice tone="bad" isSaid title={<ForeignText text={problem.message} />}>
      {problem.errors.length > 0 && (
        <ul className={classes['fields']}>
          {problem.errors.map(({ pointer, message, did_you_mean: meant }, index) => (
            <li key={index}>
              <code>
                <ForeignText text={pointer === '' ? '(body)' : pointer} />
              </code>{' '}
              <ForeignText text={message} />
              {meant !== undefined && meant.length > 0 && (
                <>
                  {' '}
                  Did you mean <ForeignText text={meant.join(', ')} />?
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      <div className={classes['foot']}>
        <span>
          Code <code>{problem.code}</code>
          {problem.status > 0 && `, status ${problem.status}`}
        </span>
        {onRetry !== undefined && (
          <Button size="xs" variant="default" onClick={onRetry}>
            Try again
          </Button>
        )}
      </div>
    </Notice>
  );
}
