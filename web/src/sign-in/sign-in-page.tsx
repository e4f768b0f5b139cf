import { Button, PasswordInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useLocation, useRouter } from '@tanstack/react-router';
import { useEffect, useState, type FormEvent } from 'react';
import { signIn, signInOptions } from '../api/session';
import { isPath } from '../app/is-path';
import { ForeignText } from '../components/foreign-text';
import { Notice } from '../components/notice';
import { ProblemNotice } from '../components/problem-notice';
import icon from '../icon.svg';
import classes from './sign-in-page.module.css';
import { wantedPage } from './wanted-page';

/** The way in. It stands at the address that was asked for, which is shown after signing in. */
export function SignInPage({ why }: { why: string | null }) {
  const { pathname, href } = useLocation();
  const router = useRouter();
  const [key, setKey] = useState('');
  const options = useQuery({ queryKey: ['sign-in'], queryFn: signInOptions, staleTime: 60_000 });
  const isConsole = pathname.startsWith('/console');
  const wanted = wantedPage(pathname);
  useEffect(() => {
    document.title = 'Sign in · Postrider';
  }, []);
  const entry = useMutation({
    mutationFn: () => signIn({ api_key: key.trim() }),
    onSuccess: (next) => {
      if (next !== null && isPath(next)) router.history.replace(next);
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    entry.mutate();
  };
  const oidc = options.data?.oidc ?? null;
  return (
    <main className={classes['page']}>
      <div className={classes['card']}>
        <img src={icon} alt="" width={36} height={36} />
        <h1>Sign in to the {isConsole ? 'console' : 'portal'}</h1>
        {wanted !== null && (
          <p className={classes['wanted']}>
            After signing in you will see <ForeignText text={wanted} />.
          </p>
        )}
        {why !== null && !entry.isError && (
          <Notice tone="info" isSaid>
            {why}
          </Notice>
        )}
        {oidc !== null && isConsole && (
          <>
            {oidc.problem === null ? (
              <Button
                component="a"
                href={`/sign-in/oidc?next=${encodeURIComponent(href)}`}
                fullWidth
              >
                Sign in with <ForeignText text={oidc.name} />
              </Button>
            ) : (
              <Notice tone="warn" title={<ForeignText text={`${oidc.name} cannot be used now`} />}>
                <ForeignText text={oidc.problem} />
              </Notice>
            )}
            <div className={classes['or']}>or</div>
          </>
        )}
        <form onSubmit={submit} className={classes['form']}>
          <PasswordInput
            label="API key"
            description={
              isConsole
                ? 'A key of the role admin or support.'
                : 'A key of your tenant. Your provider may also give you a link that signs in.'
            }
            value={key}
            onChange={(event) => setKey(event.currentTarget.value)}
            required
            withAsterisk={false}
            autoComplete="current-password"
            spellCheck={false}
          />
          {entry.isError && <ProblemNotice error={entry.error} />}
          <Button
            type="submit"
            loading={entry.isPending}
            variant={oidc === null ? 'filled' : 'default'}
          >
            Sign in
          </Button>
        </form>
      </div>
    </main>
  );
}
