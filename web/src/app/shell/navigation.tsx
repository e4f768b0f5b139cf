import { useLocation } from '@tanstack/react-router';
import { AppLink } from '../../components/app-link';
import { ForeignText } from '../../components/foreign-text';
import { CONSOLE_PAGES } from '../../console/pages';
import { TENANT_PAGES } from '../../portal/pages';
import type { PageEntry } from '../page-entry';
import { useTenant, useTenantBase } from '../tenant';
import { useTenantName } from '../tenant-name';
import classes from './navigation.module.css';

/** Links to the pages: those of staff, and those of the tenant that a page is about. */
export function Navigation({ isStaff }: { isStaff: boolean }) {
  const tenant = useTenant();
  const base = useTenantBase();
  return (
    <>
      {isStaff && <Links label="Console" base="/console" pages={CONSOLE_PAGES} />}
      {isStaff && tenant !== 'me' && <TenantHeading />}
      {(!isStaff || tenant !== 'me') && (
        <Links label={isStaff ? 'Tenant' : 'Portal'} base={base} pages={TENANT_PAGES} />
      )}
    </>
  );
}

function TenantHeading() {
  const name = useTenantName();
  return (
    <div className={classes['heading']}>
      <ForeignText text={name} />
    </div>
  );
}

interface LinksProps {
  label: string;
  base: string;
  pages: readonly PageEntry[];
}

function Links({ label, base, pages }: LinksProps) {
  const { pathname } = useLocation();
  return (
    <nav aria-label={label}>
      <ul className={classes['list']}>
        {pages.map(({ path, label: name }) => {
          if (name === undefined) return null;
          const to = path === '' ? base : `${base}/${path}`;
          const isHere = pathname === to || (path !== '' && isBelow(pathname, to, pages));
          return (
            <li key={path}>
              <AppLink
                to={to}
                className={classes['link']}
                {...(isHere && { 'aria-current': 'page' })}
              >
                {name}
              </AppLink>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

/** Within a tenant's pages the list of tenants is not where the reader is. */
function isBelow(pathname: string, to: string, pages: readonly PageEntry[]): boolean {
  return pathname.startsWith(`${to}/`) && !(to === '/console/tenants' && pages === CONSOLE_PAGES);
}
