import { isConfidential } from '../../catalogue/index.js';
import type { FieldError } from '../../common/index.js';
import type { FieldsOf } from '../../http/index.js';
import { EchoMask, MASKED, maskData } from '../../masking/index.js';
import type { MaskedType } from '../../masking/index.js';
import type { RejectedPublishWithBodyDto } from './rejected.dto.js';

/** A refused publish as it is shown. */
type ShownPublish = Omit<FieldsOf<RejectedPublishWithBodyDto>, 'errors'> & { errors: FieldError[] };

/** The fields of a publish beside its data; a field that a publish does not have may hold anything. */
const FIELDS = ['tenant_id', 'type', 'idempotency_key', 'subject', 'derive'];

/**
 * Returns a refused publish without personal data. Its data broke a rule, so that the fields that errors name are
 * masked too; the other fields and the errors are masked where they repeat what is masked.
 */
export function maskRejected(
  publish: ShownPublish,
  definition: MaskedType | undefined,
): ShownPublish {
  const { body, errors } = publish;
  if (typeof body !== 'object' || body === null) return { ...publish, body: body && MASKED };
  const { data, ...others } = body as Record<string, unknown>;
  const unknown = Object.entries(others).filter(([name]) => !FIELDS.includes(name));
  const broken = errors.map(({ pointer }) => pointer);
  const { shown, hidden } = maskData(definition, data, broken);
  const further = maskData(undefined, unknown);
  const echoMask = new EchoMask([...hidden, ...further.hidden]);
  const isSecret = isConfidential(definition);
  const show = (name: string, value: unknown): unknown => {
    if (isSecret && (name === 'subject' || name === 'idempotency_key')) return MASKED;
    if (!FIELDS.includes(name) || typeof value === 'object') return MASKED;
    return typeof value === 'string' ? echoMask.text(value) : value;
  };
  return {
    ...publish,
    tenant_ref: echoMask.text(publish.tenant_ref),
    type: publish.type === null ? null : echoMask.text(publish.type),
    errors: errors.map((error) => ({
      ...error,
      pointer: echoMask.text(error.pointer),
      message: echoMask.text(error.message),
    })),
    body: {
      ...Object.fromEntries(
        Object.entries(others).map(([name, value]) => [name, show(name, value)]),
      ),
      ...(data !== undefined && { data: shown }),
    },
  };
}
