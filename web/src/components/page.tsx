import { useEffect, useId, type ReactNode } from 'react';
import { AppLink } from './app-link';
import { plainText } from './foreign-parts';
import { ForeignText } from './foreign-text';
import classes from './page.module.css';

interface PageProps {
  /** The heading, and the title of the window. */
  title: string;
  /** The heading as shown, where it is more than a text. */
  heading?: ReactNode;
  /** Where one comes from, outermost first. */
  crumbs?: readonly { label: string; to: string }[];
  /** One line below the heading. */
  summary?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** The frame of every page: where it is, its heading, its actions, its content. */
export function Page({ title, heading, crumbs = [], summary, actions, children }: PageProps) {
  useEffect(() => {
    document.title = `${plainText(title)} · Postrider`;
  }, [title]);
  return (
    <div className={classes['page']}>
      <header className={classes['head']}>
        <div className={classes['words']}>
          {crumbs.length > 0 && (
            <nav aria-label="Breadcrumb" className={classes['crumbs']}>
              {crumbs.map(({ label, to }) => (
                <span key={to}>
                  <AppLink to={to}>{label}</AppLink>
                  <span aria-hidden> / </span>
                </span>
              ))}
            </nav>
          )}
          <h1 tabIndex={-1}>{heading ?? <ForeignText text={title} />}</h1>
          {summary !== undefined && <div className={classes['summary']}>{summary}</div>}
        </div>
        {actions !== undefined && <div className={classes['actions']}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}

interface PanelProps {
  title: string;
  /** Beside the title. */
  actions?: ReactNode;
  children: ReactNode;
}

/** A part of a page with a heading; a region of that name. */
export function Panel({ title, actions, children }: PanelProps) {
  const id = useId();
  return (
    <section className={classes['panel']} aria-labelledby={id}>
      <div className={classes['panelHead']}>
        <h2 id={id}>{title}</h2>
        {actions}
      </div>
      {children}
    </section>
  );
}

/** Names and values, side by side; as columns where there is room. */
export function Facts({ facts }: { facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className={classes['facts']}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Equal columns, as many as have room for `min` pixels each. */
export function Columns({ min, children }: { min: 180 | 280 | 420; children: ReactNode }) {
  return (
    <div className={classes['columns']} data-min={min}>
      {children}
    </div>
  );
}
