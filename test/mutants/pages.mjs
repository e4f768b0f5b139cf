const PAGES = ['test/e2e/pages/console.spec.ts'];
const PORTAL = ['test/e2e/pages/portal.spec.ts'];

/** Mutants of what the console and the portal promise. */
export const PAGE_MUTANTS = [
  {
    name: 'pages: unseen characters stay unseen',
    file: 'web/src/components/foreign-parts.ts',
    search: 'if (!UNSEEN.test(piece) || KEPT.test(piece)) append(parts, piece);',
    replace: 'if (piece.length > 0) append(parts, piece);',
    specs: ['web/src/components/foreign-parts.spec.ts'],
  },
  {
    name: 'pages: a text from outside turns the direction of its neighbours',
    file: 'web/src/components/foreign-text.tsx',
    search: `<bdi className={classes['text']}>`,
    replace: `<bdi className={classes['text']} style={{ unicodeBidi: 'normal' }}>`,
    specs: PAGES,
  },
  {
    name: 'pages: filters are not in the address',
    file: 'web/src/app/url-state.ts',
    search: 'search: (former: Query) => withChanges(former, changes),',
    replace:
      'search: (former: Query) => ({ ...former, ...(Object.keys(changes).length > 9 && changes) }),',
    specs: PORTAL,
  },
  {
    name: 'pages: a list of one environment shows both',
    file: 'web/src/components/environment-switch.tsx',
    search: `  name: 'environment',`,
    replace: `  name: 'surroundings',`,
    specs: PORTAL,
  },
  {
    name: 'pages: a failed list looks empty',
    file: 'web/src/components/list-state.tsx',
    search: 'if (hasFailed && rows.length === 0) return <ProblemNotice',
    replace: 'if (hasFailed && rows.length < 0) return <ProblemNotice',
    specs: PAGES,
  },
  {
    name: 'pages: a list that could not be renewed does not say so',
    file: 'web/src/components/list-state.tsx',
    search: 'if (hasFailed) return <StaleNotice',
    replace: 'if (hasFailed && rows.length === 0) return <StaleNotice',
    specs: PAGES,
  },
  {
    name: 'pages: filters that match nothing offer no way out',
    file: 'web/src/components/list-state.tsx',
    search: 'if (onClearFilters !== undefined) {',
    replace: 'if (onClearFilters !== undefined && hasFailed) {',
    specs: PAGES,
  },
  {
    name: 'pages: a session that ended is not said',
    file: 'web/src/api/client.ts',
    search: `if (error instanceof ApiProblem && error.status === 401) sessionEnded();`,
    replace: '',
    specs: PAGES,
  },
  {
    name: 'pages: the token of a sign-in link stays in the address',
    file: 'web/src/api/session.ts',
    search: `history.replaceState(history.state, '', location.pathname + location.search);`,
    replace: '',
    specs: PORTAL,
  },
  {
    name: 'pages: no session in the frame of another site',
    file: 'web/src/api/session.ts',
    search:
      'return window.top?.location.origin !== location.origin;\n  } catch {\n    return true;',
    replace:
      'return window.top?.location.origin !== location.origin;\n  } catch {\n    return false;',
    specs: PORTAL,
  },
  {
    name: 'pages: readers are offered what they may not do',
    file: 'web/src/api/session.ts',
    search: 'return useSession().capabilities.includes(capability);',
    replace: 'return useSession().capabilities.length > 0 || capability === undefined;',
    specs: PORTAL,
  },
  {
    name: 'pages: a reason is asked for and not sent',
    file: 'web/src/components/confirm-action.tsx',
    search: `mutationFn: () => act(reason.trim() === '' ? undefined : reason.trim()),`,
    replace: 'mutationFn: () => act(undefined),',
    specs: PAGES,
  },
  {
    name: 'pages: a frame does not grow with its content',
    file: 'web/src/app/frame-height.ts',
    search: 'observer.observe(content);',
    replace: '',
    specs: PORTAL,
  },
  {
    name: 'pages: a copied command is not what was sent',
    file: 'web/src/shared/delivery/copy-as-curl.tsx',
    search: `body: body.data?.text ?? '',`,
    replace: `body: '',`,
    specs: PAGES,
  },
  {
    name: 'pages: the sign-in does not say what comes after it',
    file: 'web/src/sign-in/wanted-page.ts',
    search: "if (thing !== undefined && last !== 'new') return `the ${thing} ${last}`;",
    replace: '',
    specs: PAGES,
  },
];
