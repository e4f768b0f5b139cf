import { ActionIcon } from '@mantine/core';
import { useLocation } from '@tanstack/react-router';
import { IconMenu2, IconX } from '@tabler/icons-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { isOfStaff, useSession } from '../../api/session';
import { AppLink } from '../../components/app-link';
import { ForeignText } from '../../components/foreign-text';
import icon from '../../icon.svg';
import { Navigation } from './navigation';
import { ReaderMenu } from './reader-menu';
import { SearchBox } from './search-box';
import classes from './shell.module.css';
import { useFrameHeight } from './use-frame-height';

/** What surrounds every page: header, navigation, and the way past them by keyboard. */
export function Shell({ children }: { children: ReactNode }) {
  const session = useSession();
  const { hide_navigation: isBare, tenant } = session;
  const isStaff = isOfStaff(session);
  const { pathname } = useLocation();
  const [isOpen, setOpen] = useState(false);
  const main = useRef<HTMLElement>(null);
  const shown = useRef(pathname);
  useFrameHeight();
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    setOpen(false);
    main.current?.focus({ preventScroll: true });
  }, [pathname]);
  return (
    <div className={classes['shell']} data-bare={isBare}>
      <a href="#main" className={classes['skip']}>
        Skip to the content
      </a>
      {!isBare && (
        <>
          <header className={classes['header']}>
            <ActionIcon
              className={classes['toggle']}
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={isOpen ? 'Close the navigation' : 'Open the navigation'}
              aria-expanded={isOpen}
              aria-controls="navigation"
              onClick={() => setOpen(!isOpen)}
            >
              {isOpen ? <IconX size={18} /> : <IconMenu2 size={18} />}
            </ActionIcon>
            <AppLink to={isStaff ? '/console' : '/portal'} className={classes['brand']}>
              <img src={icon} alt="" width={24} height={24} />
              <span>
                <ForeignText text={isStaff ? 'Postrider' : (tenant?.name ?? 'Postrider')} />
              </span>
            </AppLink>
            {isStaff && <SearchBox />}
            <div className={classes['reader']}>
              <ReaderMenu />
            </div>
          </header>
          <aside id="navigation" className={classes['sidebar']} data-open={isOpen}>
            <div className={classes['links']}>
              <Navigation isStaff={isStaff} />
            </div>
          </aside>
        </>
      )}
      <main id="main" ref={main} tabIndex={-1} className={classes['main']}>
        {children}
      </main>
    </div>
  );
}
