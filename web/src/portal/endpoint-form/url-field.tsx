import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { api, read } from '../../api/client';
import { useTenant } from '../../app/tenant';
import { ForeignText } from '../../components/foreign-text';
import classes from './endpoint-form.module.css';

interface UrlFieldProps {
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
}

/** The URL of a receiver, judged while it is typed. */
export function UrlField({ value, onChange, error }: UrlFieldProps) {
  const tenant = useTenant();
  const [typed] = useDebouncedValue(value.trim(), 300);
  const { data: verdict } = useQuery({
    queryKey: ['check-url', tenant, typed],
    enabled: typed.length > 3,
    staleTime: 60_000,
    retry: false,
    queryFn: () => {
      const params = { path: { tenant } };
      const body = { url: typed };
      return read(api.POST('/v1/tenants/{tenant}/endpoints/check', { params, body }));
    },
  });
  const isCurrent = typed === value.trim() && verdict !== undefined;
  const isRefused = isCurrent && !verdict.allowed;
  return (
    <div>
      <TextInput
        label="URL"
        description="Your server gets a POST request there for each event."
        placeholder="https://api.example.com/webhooks/kyc"
        type="text"
        inputMode="url"
        required
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        error={error ?? (isRefused && verdict.message !== null ? verdict.message : undefined)}
        spellCheck={false}
        autoComplete="off"
      />
      <div className={classes['verdict']} role="status">
        {isCurrent && verdict.allowed && error === undefined && (
          <>
            This URL can be used
            {verdict.normalized !== null && verdict.normalized !== typed && (
              <>
                . It is kept as <ForeignText text={verdict.normalized} />
              </>
            )}
          </>
        )}
      </div>
    </div>
  );
}
