import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api, read } from '../../api/client';
import { useTenant } from '../../app/tenant';
import { ForeignText } from '../../components/foreign-text';
import { Notice } from '../../components/notice';
import { EndpointFields, FORM_FIELDS } from '../endpoint-form/endpoint-form';
import { Preview } from '../endpoint-form/preview';
import { isRequest, toPatch, valuesOf, type Values } from '../endpoint-form/values';
import { useAllowed } from '../shared/allowed';
import type { Endpoint } from '../../shared/endpoints';
import { FormProblem, useFormFocus } from '../shared/form-errors';
import { NotAllowed } from '../shared/not-allowed';
import classes from './endpoint.module.css';
import { SettingsList } from './settings-list';

/** The settings: a form for who may change them, a list for others. */
export function EndpointSettings({ endpoint }: { endpoint: Endpoint }) {
  const may = useAllowed();
  if (may('change_endpoints')) return <SettingsForm endpoint={endpoint} />;
  return (
    <>
      <NotAllowed action="change_endpoints" />
      <SettingsList endpoint={endpoint} />
    </>
  );
}

function SettingsForm({ endpoint }: { endpoint: Endpoint }) {
  const tenant = useTenant();
  const queries = useQueryClient();
  const [former, setFormer] = useState<Values>(() => valuesOf(endpoint));
  const [values, setValues] = useState(former);
  const body = toPatch(values, former);
  const isChanged = Object.keys(body).length > 0;
  const save = useMutation({
    mutationFn: () => {
      const params = { path: { tenant, id: endpoint.id } };
      return read(api.PATCH('/v1/tenants/{tenant}/endpoints/{id}', { params, body }));
    },
    onSuccess: (changed) => {
      const next = valuesOf(changed);
      setFormer(next);
      setValues(next);
      queries.setQueryData(['endpoint', tenant, endpoint.id], changed);
      void queries.invalidateQueries({ queryKey: ['endpoints', tenant] });
    },
  });
  const form = useFormFocus(save.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <div className={isRequest(values.channel) ? classes['columns'] : undefined}>
      <form ref={form} onSubmit={submit} className={classes['form']} noValidate>
        <EndpointFields
          values={values}
          onChange={(changes) => {
            setValues((current) => ({ ...current, ...changes }));
            if (save.isSuccess) save.reset();
          }}
          error={save.error}
          isNew={false}
        />
        <FormProblem error={save.error} fields={FORM_FIELDS} />
        {save.isSuccess && <Notice tone="good" isSaid title="Saved" />}
        {(save.data?.warnings ?? []).map(({ code, message }) => (
          <Notice key={code} tone="warn" title={<ForeignText text={message} />} />
        ))}
        <div className={classes['saving']}>
          <Button variant="default" disabled={!isChanged} onClick={() => setValues(former)}>
            Undo changes
          </Button>
          <Button type="submit" loading={save.isPending} disabled={!isChanged}>
            Save
          </Button>
        </div>
      </form>
      {isRequest(values.channel) && (
        <aside className={classes['aside']} aria-label="Preview">
          <Preview values={values} endpointId={endpoint.id} />
        </aside>
      )}
    </div>
  );
}
