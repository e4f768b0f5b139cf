import type { Operation } from './document-types.js';

/** The audiences of the document, in the order of its parts, with the roles of each. */
const AUDIENCES = [
  {
    name: 'tenant',
    roles: ['tenant', 'viewer'],
    description:
      'For the companies that receive events: their endpoints, what was sent to them and what became of it. A key of the role `tenant` or `viewer`; `{tenant}` is `me`.',
  },
  {
    name: 'support',
    roles: ['support'],
    description:
      'For people who help tenants: everything read across tenants, deliveries moved on. A key of the role `support`.',
  },
  {
    name: 'operator',
    roles: ['publisher', 'admin'],
    description:
      'For the services that publish and for the operators of the installation. A key of the role `publisher` or `admin`; `admin` may do everything that the others may.',
  },
] as const;

export const AUDIENCE_TAGS = AUDIENCES.map(({ name, description }) => ({ name, description }));

/**
 * Returns the audiences of an operation from its least roles. A route that names none is for `admin`;
 * one that needs no key is for operators.
 */
export function audiencesOf({ 'x-roles': roles = ['admin'] }: Operation): string[] {
  return AUDIENCES.filter(
    (audience) => roles.includes('any') || audience.roles.some((role) => roles.includes(role)),
  ).map(({ name }) => name);
}
