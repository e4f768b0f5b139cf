import type { Schemas } from '../../api/client';
import { tenantBase } from '../../app/tenant';
import { AppLink } from '../../components/app-link';
import { ForeignText } from '../../components/foreign-text';

type Shown = Pick<Schemas['RejectedPublish'], 'tenant_id' | 'tenant_name' | 'tenant_ref'>;

/** The tenant that a publish was for, by its name; as the publisher wrote it where there is no such tenant. */
export function RejectedTenant({ publish }: { publish: Shown }) {
  const { tenant_id: id, tenant_name: name, tenant_ref: reference } = publish;
  if (id === null) {
    return (
      <>
        <ForeignText text={reference} /> (unknown)
      </>
    );
  }
  return (
    <AppLink to={tenantBase(id)}>
      <ForeignText text={name ?? reference} />
    </AppLink>
  );
}
