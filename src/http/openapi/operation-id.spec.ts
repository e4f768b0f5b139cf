import { describe, expect, it } from 'vitest';
import { operationIdOf } from './operation-id.js';

describe('the name of an operation', () => {
  it.each([
    ['get', '/v1/tenants/{tenant}/deliveries', 'listDeliveries'],
    ['get', '/v1/tenants/{tenant}/deliveries/{id}', 'getDelivery'],
    ['get', '/v1/tenants/{tenant}/deliveries/{id}/attempts', 'listDeliveryAttempts'],
    ['post', '/v1/tenants/{tenant}/deliveries/{id}/retry', 'retryDelivery'],
    ['post', '/v1/tenants/{tenant}/endpoints', 'createEndpoint'],
    ['patch', '/v1/tenants/{tenant}/endpoints/{id}', 'updateEndpoint'],
    ['delete', '/v1/tenants/{tenant}/endpoints/{id}', 'deleteEndpoint'],
    ['get', '/v1/tenants/{tenant}/settings', 'getSettings'],
    ['patch', '/v1/tenants/{tenant}/settings', 'updateSettings'],
    ['get', '/v1/tenants/{tenant}/stats', 'getStats'],
    ['get', '/v1/tenants', 'listTenants'],
    ['get', '/v1/tenants/{tenant}', 'getTenant'],
    ['post', '/v1/api-keys', 'createApiKey'],
    ['get', '/v1/event-types/{type}', 'getEventType'],
    ['get', '/v1/tenants/{tenant}/subjects/{subject}', 'getSubject'],
    ['post', '/v1/tenants/{tenant}/events/{id}/reveal', 'revealEvent'],
  ] as const)('%s %s is %s', (method, path, name) => {
    expect(operationIdOf(method, path)).toBe(name);
  });
});
