import { useQuery } from '@tanstack/react-query';
import { api, read, type Schemas } from '../../api/client';
import { useTenant, useTenantBase } from '../../app/tenant';
import { AppLink } from '../../components/app-link';
import { ForeignText } from '../../components/foreign-text';
import { Moment } from '../../components/moment';
import { Panel } from '../../components/page';
import { differences } from './differences';
import classes from './last-success.module.css';

type Delivery = Schemas['DeliveryWithAttempts'];

/** What differs between a delivery that did not arrive and the last one to its endpoint that did. */
export function LastSuccess({ delivery }: { delivery: Delivery }) {
  const base = useTenantBase();
  const { data: worked } = useLastSuccess(delivery);
  if (worked === undefined) return null;
  if (worked === null) {
    return (
      <Panel title="Compared with the last one that worked">
        <p>No delivery to this endpoint has succeeded so far.</p>
      </Panel>
    );
  }
  const found = differences(delivery, worked);
  return (
    <Panel title="Compared with the last one that worked">
      <p>
        <AppLink to={`${base}/deliveries/${worked.id}`}>The last one that worked</AppLink> was
        settled <Moment at={worked.settled_at} show="both" />.{' '}
        {found.length === 0 && 'Nothing of what is on record differs.'}
      </p>
      {found.length > 0 && (
        <table className={classes['table']} aria-label="Differences">
          <thead>
            <tr>
              <th scope="col">What differs</th>
              <th scope="col">This one</th>
              <th scope="col">The one that worked</th>
            </tr>
          </thead>
          <tbody>
            {found.map(({ name, here, there }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>
                  <ForeignText text={here} />
                </td>
                <td>
                  <ForeignText text={there} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

function useLastSuccess({ endpoint_id: endpoint }: Delivery) {
  const tenant = useTenant();
  return useQuery({
    queryKey: ['last-success', tenant, endpoint],
    retry: false,
    queryFn: async ({ signal }): Promise<Delivery | null> => {
      const query = { endpoint_id: endpoint, status: 'succeeded', limit: 1 } as const;
      const list = '/v1/tenants/{tenant}/deliveries';
      const { data } = await read(api.GET(list, { params: { path: { tenant }, query }, signal }));
      const [last] = data;
      if (last === undefined) return null;
      const path = { tenant, id: last.id };
      return read(api.GET('/v1/tenants/{tenant}/deliveries/{id}', { params: { path }, signal }));
    },
  });
}
