import { MantineProvider, type MantineColorScheme } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect } from 'react';
import { asProblem } from '../api/problem';
import { useSessionState } from '../api/session';
import { PreferencesProvider } from './preferences';
import { router } from './router';
import { theme } from './theme';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5000,
      networkMode: 'always',
      // A refusal stays one; a server that is restarting does not.
      retry: (count, error) => count < 2 && isWorthwhile(asProblem(error).status),
    },
    mutations: { networkMode: 'always' },
  },
});

function isWorthwhile(status: number): boolean {
  return status === 0 || status >= 500;
}

const asked = new URLSearchParams(location.search).get('theme');

export function Providers() {
  const state = useSessionState();
  const signedInAs = state.status === 'signed_in' ? state.session : undefined;
  const who = signedInAs?.csrf_token;
  // What one reader has seen must not be shown to the next one.
  useEffect(() => () => queries.clear(), [who]);
  const forced = schemeOf(asked) ?? schemeOf(signedInAs?.theme);
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      withCssVariables={false}
      withGlobalClasses={false}
      {...(forced !== undefined && { forceColorScheme: forced })}
    >
      <PreferencesProvider>
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </PreferencesProvider>
    </MantineProvider>
  );
}

function schemeOf(
  theme: string | null | undefined,
): Exclude<MantineColorScheme, 'auto'> | undefined {
  return theme === 'light' || theme === 'dark' ? theme : undefined;
}
