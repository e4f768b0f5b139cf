import { Button, Checkbox, Modal, Radio, Select, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api, read } from '../../api/client';
import type { Capability } from '../../api/session';
import { useTenant } from '../../app/tenant';
import { FormProblem, messageAt, useFormFocus } from '../shared/form-errors';
import { SecretOnce } from '../shared/secret-once';
import classes from './keys.module.css';

const FIELDS = ['role', 'expires_in_seconds', 'person', 'capabilities'];
const LIFETIMES = [
  { value: '900', label: '15 minutes' },
  { value: '3600', label: '1 hour' },
  { value: '86400', label: '1 day' },
  { value: '604800', label: '7 days' },
];
const CAPABILITIES: readonly [Capability, string][] = [
  ['payloads.read', 'See the data of events'],
  ['endpoints.write', 'Manage endpoints'],
  ['test', 'Send tests'],
  ['deliveries.write', 'Retry and replay'],
  ['secrets.read', 'See secrets'],
  ['secrets.write', 'Manage secrets'],
];

/** The form for a sign-in link, and then the link: it is shown once. */
export function NewPortalLink({ onClose, onMade }: { onClose: () => void; onMade: () => void }) {
  const tenant = useTenant();
  const [person, setPerson] = useState('');
  const [role, setRole] = useState<'tenant' | 'viewer'>('tenant');
  const [lifetime, setLifetime] = useState('3600');
  const [chosen, setChosen] = useState<string[]>(CAPABILITIES.map(([name]) => name));
  const made = useMutation({
    mutationFn: () => {
      const capabilities: Capability[] = [
        'view',
        ...offered(role).filter((name) => chosen.includes(name)),
      ];
      const body = {
        role,
        expires_in_seconds: Number(lifetime),
        capabilities,
        ...(person.trim() !== '' && { person: { id: person.trim() } }),
      };
      return read(
        api.POST('/v1/tenants/{tenant}/portal-links', { params: { path: { tenant } }, body }),
      );
    },
    onSuccess: onMade,
  });
  const form = useFormFocus(made.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    made.mutate();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={made.data === undefined ? 'New sign-in link' : 'The link is made'}
      closeButtonProps={{ 'aria-label': 'Close' }}
      closeOnClickOutside={made.data === undefined}
    >
      {made.data !== undefined && (
        <div className={classes['form']}>
          <SecretOnce secret={made.data.url} label="link" />
          <p>It signs in once. Send it to one person, over a way that only this person reads.</p>
          <div className={classes['buttons']}>
            <Button onClick={onClose}>Done</Button>
          </div>
        </div>
      )}
      {made.data === undefined && (
        <form ref={form} onSubmit={submit} className={classes['form']}>
          <TextInput
            label="Person"
            description="Your own id of the person, for the audit log. No mail is sent."
            maxLength={200}
            value={person}
            onChange={(event) => setPerson(event.currentTarget.value)}
            error={messageAt(made.error, 'person')}
            data-autofocus
          />
          <Select
            label="Signs in within"
            data={LIFETIMES}
            allowDeselect={false}
            value={lifetime}
            onChange={(value) => setLifetime(value ?? '3600')}
            error={messageAt(made.error, 'expires_in_seconds')}
          />
          <Radio.Group
            label="Role"
            value={role}
            onChange={(value) => setRole(value === 'viewer' ? 'viewer' : 'tenant')}
            error={messageAt(made.error, 'role')}
          >
            <Radio value="tenant" label="tenant" description="Reads and changes." mt={6} />
            <Radio value="viewer" label="viewer" description="Reads." mt={6} />
          </Radio.Group>
          <Checkbox.Group
            label="May"
            value={chosen}
            onChange={setChosen}
            error={messageAt(made.error, 'capabilities')}
          >
            {CAPABILITIES.filter(([name]) => offered(role).includes(name)).map(([name, label]) => (
              <Checkbox key={name} value={name} label={label} mt={6} />
            ))}
          </Checkbox.Group>
          <FormProblem error={made.error} fields={FIELDS} />
          <div className={classes['buttons']}>
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={made.isPending}>
              Make the link
            </Button>
          </div>
        </form>
      )}
    </Modal>
  );
}

function offered(role: 'tenant' | 'viewer'): Capability[] {
  const names = CAPABILITIES.map(([name]) => name);
  return role === 'viewer' ? names.filter((name) => name === 'payloads.read') : names;
}
