import { Button, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { call, type Schemas } from '../../api/client';
import { useTenant } from '../../app/tenant';
import { ForeignText } from '../../components/foreign-text';
import { Notice } from '../../components/notice';
import { Panel } from '../../components/page';
import { ProblemNotice } from '../../components/problem-notice';
import { tenantPath } from '../tenant-path';
import { parseHeaders } from './parse-headers';
import classes from './signature-debugger.module.css';

/** Names the mistake of a receiver that refuses a signature. The secret stays on the server. */
export function SignatureDebugger({ deliveryId }: { deliveryId: string }) {
  const tenant = useTenant();
  const [headers, setHeaders] = useState('');
  const [body, setBody] = useState('');
  const [computed, setComputed] = useState('');
  const check = useMutation({
    mutationFn: () =>
      call<Schemas['Verification']>(
        'POST',
        tenantPath(tenant, 'deliveries', deliveryId, 'verify'),
        {
          body: {
            ...(headers.trim() !== '' && { headers: parseHeaders(headers) }),
            ...(body !== '' && { body }),
            ...(computed.trim() !== '' && { computed: computed.trim() }),
          },
        },
      ),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    check.mutate();
  };
  return (
    <Panel title="Signature debugger">
      <p className={classes['intro']}>
        Does your server refuse the signature? Paste what it received or computed; what you leave
        out is not compared.
      </p>
      <form onSubmit={submit} className={classes['form']}>
        <Textarea
          label="Headers that your server received"
          placeholder={'webhook-id: evt_…\nwebhook-timestamp: …\nwebhook-signature: v1,…'}
          autosize
          minRows={3}
          maxRows={12}
          value={headers}
          onChange={(event) => setHeaders(event.currentTarget.value)}
          spellCheck={false}
        />
        <Textarea
          label="Body that your server received"
          description="Exactly as it arrived, before any parsing."
          autosize
          minRows={3}
          maxRows={12}
          value={body}
          onChange={(event) => setBody(event.currentTarget.value)}
          spellCheck={false}
        />
        <TextInput
          label="Signature that your server computed"
          value={computed}
          onChange={(event) => setComputed(event.currentTarget.value)}
          spellCheck={false}
        />
        <div>
          <Button type="submit" variant="default" loading={check.isPending}>
            Find the mistake
          </Button>
        </div>
      </form>
      {check.isError && <ProblemNotice error={check.error} />}
      {check.data !== undefined && (
        <Notice
          tone={/^(valid|ok|match)/.test(check.data.verdict) ? 'good' : 'warn'}
          isSaid
          title={<ForeignText text={check.data.verdict.replaceAll('_', ' ')} />}
        >
          <ForeignText text={check.data.explanation} />
        </Notice>
      )}
    </Panel>
  );
}
