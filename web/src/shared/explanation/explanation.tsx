import type { Schemas } from '../../api/client';
import { AppLink } from '../../components/app-link';
import { CopyButton } from '../../components/copy-button';
import { docsPath } from '../../components/docs-path';
import { ForeignText } from '../../components/foreign-text';
import { Moment } from '../../components/moment';
import { StatusBadge, type Tone } from '../../components/status-badge';
import classes from './explanation.module.css';
import { evidencePath } from './evidence-path';

type Explained = Schemas['Explanation'];

const TONES: Record<Explained['verdict'], Tone> = {
  delivered: 'good',
  waiting: 'info',
  failed: 'bad',
  held: 'warn',
  not_sent: 'warn',
  refused: 'bad',
  unknown: 'idle',
  ambiguous: 'idle',
};

interface ExplanationProps {
  explanation: Explained;
  /** Where the pages of a tenant live, for readers who see one tenant only. */
  base?: string;
}

/** The answer to "why did they not get it?": a paragraph for the ticket, what to do, and the evidence. */
export function Explanation({ explanation, base }: ExplanationProps) {
  const { verdict, title, answer, remedy, docs_url: docsUrl, evidence } = explanation;
  return (
    <div className={classes['explanation']} data-tone={TONES[verdict]}>
      <div className={classes['head']}>
        <StatusBadge status={verdict} tone={TONES[verdict]} />
        <h3>
          <ForeignText text={title} />
        </h3>
      </div>
      <div className={classes['answer']}>
        <p>
          <ForeignText text={answer} />
        </p>
        <CopyButton text={answer} label="Copy for the ticket" look="button" />
      </div>
      {remedy !== '' && (
        <div className={classes['remedy']}>
          <strong>What to do</strong>
          <p>
            <ForeignText text={remedy} />
            {docsUrl !== null && (
              <>
                {' '}
                <DocsLink url={docsUrl} />
              </>
            )}
          </p>
        </div>
      )}
      {evidence.length > 0 && <Evidence evidence={evidence} base={base} />}
    </div>
  );
}

function DocsLink({ url }: { url: string }) {
  return (
    <a href={docsPath(url)} target="_blank" rel="noreferrer">
      Read more<span className="visually-hidden"> about this reason (opens a new tab)</span>
    </a>
  );
}

function Evidence({
  evidence,
  base,
}: {
  evidence: Explained['evidence'];
  base: string | undefined;
}) {
  return (
    <table className={classes['evidence']} aria-label="Evidence">
      <tbody>
        {evidence.map(({ label, value, at, link }, index) => (
          <tr key={index}>
            <th scope="row">
              <ForeignText text={label} />
            </th>
            <td>
              <EvidenceValue value={value} link={link} base={base} />
            </td>
            <td className={classes['when']}>{at !== null && <Moment at={at} />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface EvidenceValueProps {
  value: string;
  link: Schemas['EvidenceLink'] | null;
  base: string | undefined;
}

function EvidenceValue({ value, link, base }: EvidenceValueProps) {
  const path = link === null ? null : evidencePath(link, base);
  if (path === null) return <ForeignText text={value} />;
  return (
    <AppLink to={path}>
      <ForeignText text={value} />
    </AppLink>
  );
}
