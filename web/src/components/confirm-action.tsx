import { Button, Modal, Textarea, type ButtonProps } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import classes from './confirm-action.module.css';
import { ProblemNotice } from './problem-notice';

interface ConfirmActionProps<T> {
  /** The name of the button that opens the question. */
  label: string;
  /** What will happen, as a heading: "Skip this delivery?" */
  title: ReactNode;
  /** What it means, in a sentence or two. */
  children?: ReactNode;
  confirmLabel?: string;
  /** Whether a reason is asked for. It is kept in the audit log, which the tenant reads. */
  reason?: 'none' | 'optional' | 'required';
  isDangerous?: boolean;
  disabled?: boolean;
  icon?: ReactNode;
  buttonProps?: Pick<ButtonProps, 'variant' | 'size' | 'color'>;
  /** Takes the reason, undefined where none was given. What it throws is shown in the question. */
  act: (reason: string | undefined) => Promise<T>;
  onDone?: (result: T) => void;
}

/** A button whose action is asked about first, with a reason where it goes on record. */
export function ConfirmAction<T>(props: ConfirmActionProps<T>) {
  const { label, title, children, confirmLabel = label, reason: asks = 'none' } = props;
  const { isDangerous = false, disabled = false, icon, buttonProps, act, onDone } = props;
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const action = useMutation({
    mutationFn: () => act(reason.trim() === '' ? undefined : reason.trim()),
    onSuccess: (result) => {
      close();
      onDone?.(result);
    },
  });
  const close = (): void => {
    setOpen(false);
    setReason('');
    action.reset();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    action.mutate();
  };
  return (
    <>
      <Button
        variant="default"
        leftSection={icon}
        disabled={disabled}
        {...buttonProps}
        onClick={() => setOpen(true)}
      >
        {label}
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={title}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <form onSubmit={submit} className={classes['form']}>
          {children !== undefined && <div>{children}</div>}
          {asks !== 'none' && (
            <Textarea
              label="Reason"
              description="Kept in the audit log, which the tenant reads: no personal data."
              required={asks === 'required'}
              withAsterisk={asks === 'required'}
              maxLength={500}
              autosize
              minRows={2}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
              data-autofocus
            />
          )}
          {action.isError && <ProblemNotice error={action.error} />}
          <div className={classes['buttons']}>
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={action.isPending} {...(isDangerous && { color: 'red' })}>
              {confirmLabel}
            </Button>
          </div>
        </form>
      </Modal>
    </>
  );
}
