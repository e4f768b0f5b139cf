import { docsPath } from './docs-path';
import { ForeignText } from './foreign-text';

interface ReasonTextProps {
  reason?: string | null | undefined;
  text: string | null | undefined;
  docsUrl: string | null | undefined;
}

/** A reason in words, with the page that says what to do. */
export function ReasonText({ reason, text, docsUrl }: ReasonTextProps) {
  const words = text ?? reason?.replaceAll('_', ' ');
  if (words === undefined) return null;
  return (
    <span>
      <ForeignText text={words} />
      {docsUrl !== null && docsUrl !== undefined && (
        <>
          {' '}
          <a href={docsPath(docsUrl)} target="_blank" rel="noreferrer">
            What to do
            <span className="visually-hidden"> about {words} (opens a new tab)</span>
          </a>
        </>
      )}
    </span>
  );
}
