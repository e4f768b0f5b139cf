import { useTenantBase } from '../app/tenant';
import { AppLink } from '../components/app-link';
import { ForeignText } from '../components/foreign-text';
import { Id } from '../components/id';
import { endpointLabel, useEndpoints } from './endpoints';

/** An endpoint by what people call it, with a link and its id; by its id alone where it is not known, as once deleted. */
export function EndpointRef({ id }: { id: string }) {
  const base = useTenantBase();
  const { data } = useEndpoints();
  const endpoint = data?.find((each) => each.id === id);
  const path = `${base}/endpoints/${id}`;
  if (endpoint === undefined) return <Id id={id} to={path} />;
  return (
    <span>
      <AppLink to={path}>
        <ForeignText text={endpointLabel(endpoint)} />
      </AppLink>{' '}
      <Id id={id} />
    </span>
  );
}
