import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api, read } from '../../api/client';
import { useTenant, useTenantBase } from '../../app/tenant';
import { useQueryState } from '../../app/url-state';
import { Page } from '../../components/page';
import { ButtonLink } from '../shared/button-link';
import { useAllowed } from '../shared/allowed';
import type { Endpoint } from '../../shared/endpoints';
import { FormProblem, useFormFocus } from '../shared/form-errors';
import { PageNotAllowed } from '../shared/not-allowed';
import { EndpointFields, FORM_FIELDS } from './endpoint-form';
import { EndpointMade } from './endpoint-made';
import { Preview } from './preview';
import { isRequest, NEW, toCreate, type Values } from './values';
import classes from './endpoint-form.module.css';

/** The way from nothing to the first event: settings, then secret, code and a test. */
export function NewEndpointPage() {
  const base = useTenantBase();
  const may = useAllowed();
  const [made, setMade] = useState<Endpoint | null>(null);
  return (
    <Page
      title={made === null ? 'New endpoint' : 'The endpoint is made'}
      crumbs={[{ label: 'Endpoints', to: `${base}/endpoints` }]}
    >
      {!may('change_endpoints') && <PageNotAllowed action="change_endpoints" />}
      {may('change_endpoints') && made === null && <NewEndpoint onMade={setMade} />}
      {made !== null && <EndpointMade endpoint={made} />}
    </Page>
  );
}

function NewEndpoint({ onMade }: { onMade: (endpoint: Endpoint) => void }) {
  const tenant = useTenant();
  const base = useTenantBase();
  const queries = useQueryClient();
  const [{ types = '', channel }] = useQueryState();
  const [values, setValues] = useState<Values>(() => ({
    ...NEW,
    ...(types !== '' && { event_types: types.split(',') }),
    ...(channel === 'inspector' && { channel }),
  }));
  const create = useMutation({
    mutationFn: () => {
      const params = { path: { tenant } };
      return read(api.POST('/v1/tenants/{tenant}/endpoints', { params, body: toCreate(values) }));
    },
    onSuccess: (endpoint) => {
      void queries.invalidateQueries({ queryKey: ['endpoints', tenant] });
      onMade(endpoint);
    },
  });
  const form = useFormFocus(create.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <div className={isRequest(values.channel) ? classes['layout'] : undefined}>
      <form ref={form} onSubmit={submit} className={classes['form']} noValidate>
        <EndpointFields
          values={values}
          onChange={(changes) => setValues((former) => ({ ...former, ...changes }))}
          error={create.error}
          isNew
        />
        <FormProblem error={create.error} fields={FORM_FIELDS} />
        <div className={classes['buttons']}>
          <ButtonLink to={`${base}/endpoints`} variant="default">
            Cancel
          </ButtonLink>
          <Button type="submit" loading={create.isPending}>
            Create endpoint
          </Button>
        </div>
      </form>
      {isRequest(values.channel) && (
        <aside className={classes['aside']} aria-label="Preview">
          <Preview values={values} />
        </aside>
      )}
    </div>
  );
}
