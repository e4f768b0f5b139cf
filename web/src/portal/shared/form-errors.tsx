import { useEffect, useRef, type RefObject } from 'react';
import { asProblem, type FieldProblem } from '../../api/problem';
import { plainText } from '../../components/foreign-parts';
import { ForeignText } from '../../components/foreign-text';
import { Notice } from '../../components/notice';
import { ProblemNotice } from '../../components/problem-notice';

/** The message for one field of a form: of the errors whose pointer is at the field or within it. */
export function messageAt(error: unknown, field: string): string | undefined {
  if (error === null || error === undefined) return undefined;
  const messages = asProblem(error)
    .errors.filter((each) => isAt(each, field))
    .map(sentence);
  return messages.length === 0 ? undefined : messages.join(' ');
}

function isAt({ pointer }: FieldProblem, field: string): boolean {
  const path = pointer.replace(/^#/, '');
  return path === `/${field}` || path.startsWith(`/${field}/`);
}

function sentence({ message, did_you_mean: meant = [] }: FieldProblem): string {
  return plainText(meant.length === 0 ? message : `${message} Did you mean ${meant.join(', ')}?`);
}

interface FormProblemProps {
  error: unknown;
  /** The fields that show their own messages. */
  fields: readonly string[];
}

/** What a refusal says besides the messages at the fields. */
export function FormProblem({ error, fields }: FormProblemProps) {
  if (error === null || error === undefined) return null;
  const problem = asProblem(error);
  const isPlaced = problem.errors.every((each) => fields.some((field) => isAt(each, field)));
  if (problem.errors.length === 0 || !isPlaced) return <ProblemNotice error={error} />;
  // One field may break several rules.
  const count = fields.filter((field) => problem.errors.some((each) => isAt(each, field))).length;
  return (
    <Notice
      tone="bad"
      isSaid
      title={count === 1 ? 'One field needs another value' : `${count} fields need other values`}
    >
      <ForeignText text={problem.message} />
    </Notice>
  );
}

/** The form; after a refusal the first field that it names has the focus. */
export function useFormFocus(error: unknown): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (error === null || error === undefined) return;
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [error]);
  return form;
}
