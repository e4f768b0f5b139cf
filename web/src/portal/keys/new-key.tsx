import { Button, Modal, Radio, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api, read } from '../../api/client';
import { useTenant } from '../../app/tenant';
import { TimeInput } from '../../components/time-input';
import { FormProblem, messageAt, useFormFocus } from '../shared/form-errors';
import { SecretOnce } from '../shared/secret-once';
import classes from './keys.module.css';

const FIELDS = ['name', 'role', 'owner', 'expires_at'];

/** The form for a key, and then the key: it is shown once. */
export function NewKey({ onClose, onMade }: { onClose: () => void; onMade: () => void }) {
  const tenant = useTenant();
  const [name, setName] = useState('');
  const [owner, setOwner] = useState('');
  const [role, setRole] = useState<'tenant' | 'viewer'>('tenant');
  const [expires, setExpires] = useState('');
  const made = useMutation({
    mutationFn: () => {
      const body = {
        name: name.trim(),
        role,
        ...(owner.trim() !== '' && { owner: owner.trim() }),
        ...(expires !== '' && { expires_at: expires }),
      };
      return read(
        api.POST('/v1/tenants/{tenant}/api-keys', { params: { path: { tenant } }, body }),
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
      title={made.data === undefined ? 'New API key' : 'The key is made'}
      closeButtonProps={{ 'aria-label': 'Close' }}
      closeOnClickOutside={made.data === undefined}
    >
      {made.data !== undefined && (
        <div className={classes['form']}>
          <SecretOnce secret={made.data.key} label="API key" />
          <div className={classes['buttons']}>
            <Button onClick={onClose}>Done</Button>
          </div>
        </div>
      )}
      {made.data === undefined && (
        <form ref={form} onSubmit={submit} className={classes['form']}>
          <TextInput
            label="Name"
            description="What uses it, such as “case service, production”."
            required
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={messageAt(made.error, 'name')}
            data-autofocus
          />
          <Radio.Group
            label="Role"
            value={role}
            onChange={(value) => setRole(value === 'viewer' ? 'viewer' : 'tenant')}
            error={messageAt(made.error, 'role')}
          >
            <Radio
              value="tenant"
              label="tenant"
              description="Everything of this tenant: endpoints, secrets, keys."
              mt={6}
            />
            <Radio
              value="viewer"
              label="viewer"
              description="Reads events and deliveries."
              mt={6}
            />
          </Radio.Group>
          <TextInput
            label="Owner"
            description="The person, team or system that has it."
            maxLength={200}
            value={owner}
            onChange={(event) => setOwner(event.currentTarget.value)}
            error={messageAt(made.error, 'owner')}
          />
          <TimeInput
            label="Expires"
            description="Empty: never"
            value={expires}
            onChange={(at) => setExpires(at ?? '')}
            error={messageAt(made.error, 'expires_at')}
          />
          <FormProblem error={made.error} fields={FIELDS} />
          <div className={classes['buttons']}>
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={made.isPending}>
              Make the key
            </Button>
          </div>
        </form>
      )}
    </Modal>
  );
}
