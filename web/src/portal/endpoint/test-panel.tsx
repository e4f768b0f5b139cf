import { Button, JsonInput, Select } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconSend } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { api, read, type Schemas } from '../../api/client';
import { useTenant } from '../../app/tenant';
import { ForeignText } from '../../components/foreign-text';
import { TextView } from '../../components/json-view';
import { Notice } from '../../components/notice';
import { Panel } from '../../components/page';
import { subscribers } from '../event-types/event-types-page';
import type { Endpoint } from '../../shared/endpoints';
import { useEventTypes } from '../shared/event-types';
import { FormProblem, messageAt, useFormFocus } from '../shared/form-errors';
import classes from './endpoint.module.css';

type Attempt = Schemas['Attempt'];
const FIELDS = ['type', 'data'];

/** Sends a signed sample of any type, whose data can be edited, and shows the answer. */
export function TestPanel({ endpoint }: { endpoint: Endpoint }) {
  const tenant = useTenant();
  const queries = useQueryClient();
  const { data: types } = useEventTypes();
  const [chosen, setChosen] = useState<string | null>(null);
  const [edited, setEdited] = useState<string | null>(null);
  const offered = (types ?? []).filter(
    ({ formats }) => endpoint.format === null || formats.includes(endpoint.format),
  );
  const [first] = offered.filter((type) => subscribers(type, [endpoint]).length > 0);
  const type = offered.find((each) => each.type === chosen) ?? first ?? offered[0];
  const text = edited ?? JSON.stringify(sandboxed(type?.example ?? {}), null, 2);
  const test = useMutation({
    mutationFn: () => {
      const body = {
        ...(type !== undefined && { type: type.type }),
        ...(edited !== null && { data: JSON.parse(edited) as Record<string, unknown> }),
      };
      const params = { path: { tenant, id: endpoint.id } };
      return read(api.POST('/v1/tenants/{tenant}/endpoints/{id}/test', { params, body }));
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['deliveries', tenant] }),
  });
  const form = useFormFocus(test.error);
  const isValid = isObject(text);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isValid) test.mutate();
  };
  return (
    <Panel title="Send a test">
      <form ref={form} onSubmit={submit} className={classes['form']}>
        <p className={classes['hint']}>
          A signed sample is sent now, marked as sandbox, whatever the endpoint&apos;s filters say.
        </p>
        <Select
          label="Event type"
          data={offered.map((each) => each.type)}
          searchable
          allowDeselect={false}
          value={type?.type ?? null}
          onChange={(next) => {
            setChosen(next);
            setEdited(null);
          }}
          error={messageAt(test.error, 'type')}
        />
        <JsonInput
          label="Data"
          autosize
          minRows={4}
          maxRows={14}
          value={text}
          onChange={setEdited}
          error={isValid ? messageAt(test.error, 'data') : 'This is no JSON object.'}
          spellCheck={false}
          className={classes['json'] ?? ''}
        />
        <FormProblem error={test.error} fields={FIELDS} />
        <div className={classes['buttons']}>
          <Button
            type="submit"
            leftSection={<IconSend size={16} />}
            loading={test.isPending}
            disabled={!isValid}
          >
            Send test
          </Button>
        </div>
      </form>
      {test.data !== undefined && <Answer attempt={test.data} />}
    </Panel>
  );
}

/** What the receiver said to a test. */
function Answer({ attempt: { response, error, duration_ms: duration } }: { attempt: Attempt }) {
  const isGood = error === null;
  return (
    <div className={classes['form']}>
      <Notice
        tone={isGood ? 'good' : 'bad'}
        isSaid
        title={
          response === null
            ? isGood
              ? 'The test is on record'
              : 'No answer'
            : `Your server answered ${response.status} in ${duration} ms`
        }
      >
        {error !== null && <ForeignText text={error.message} />}
      </Notice>
      {response?.body != null && response.body !== '' && (
        <TextView text={response.body} label="Answer of your server" />
      )}
    </div>
  );
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** A test is always an event of the sandbox, whatever its data says. */
function sandboxed(example: Record<string, unknown>): Record<string, unknown> {
  return 'is_sandbox' in example ? { ...example, is_sandbox: true } : example;
}
