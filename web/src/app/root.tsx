import { Outlet, useLocation } from '@tanstack/react-router';
import { Button } from '@mantine/core';
import { isOfStaff, openSession, useSessionState, type Session } from '../api/session';
import { EmptyState, Loading } from '../components/list-state';
import { Notice } from '../components/notice';
import { SignInPage } from '../sign-in/sign-in-page';
import classes from './root.module.css';
import { Shell } from './shell/shell';

/** Shows the pages to who is signed in, and the sign-in to everybody else, at the address that was asked for. */
export function Root() {
  const state = useSessionState();
  const { pathname } = useLocation();
  if (state.status === 'loading') {
    return (
      <div className={classes['centre']}>
        <Loading lines={3} />
      </div>
    );
  }
  if (state.status === 'unreachable') {
    return (
      <main className={classes['centre']}>
        <Notice tone="bad" isSaid title={state.why}>
          <Button size="xs" variant="default" onClick={() => void openSession()}>
            Try again
          </Button>
        </Notice>
      </main>
    );
  }
  if (state.status === 'signed_out') return <SignInPage why={state.why} />;
  const wrong = otherFace(state.session, pathname);
  return <Shell>{wrong === null ? <Outlet /> : <WrongFace {...wrong} />}</Shell>;
}

function otherFace(session: Session, pathname: string): { name: string; path: string } | null {
  const isStaff = isOfStaff(session);
  const isConsole = /^\/console(\/|$)/.test(pathname);
  if (isStaff === isConsole) return null;
  return isStaff
    ? { name: 'the console, for staff', path: '/console' }
    : { name: 'the portal of one tenant', path: '/portal' };
}

function WrongFace({ name, path }: { name: string; path: string }) {
  return (
    <EmptyState
      title="This page is for other readers"
      hint={`You are signed in to ${name}.`}
      action={
        <Button component="a" href={path} size="xs">
          Open it
        </Button>
      }
    />
  );
}
