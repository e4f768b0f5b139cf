import { describe, expect, it } from 'vitest';
import { isAllowed } from './admission.js';
import type { Role } from './principal.js';

const ROLES: Role[] = ['admin', 'publisher', 'support', 'tenant', 'viewer'];
const whoPasses = (...who: (Role | 'any')[]) => ROLES.filter((role) => isAllowed(role, who));

describe('isAllowed', () => {
  it('lets admin pass everywhere, and alone where no role is named', () => {
    expect(whoPasses()).toEqual(['admin']);
    expect(whoPasses('publisher')).toEqual(['admin', 'publisher']);
  });

  it('counts a tenant key as a viewer but not the other way round', () => {
    expect(whoPasses('viewer')).toEqual(['admin', 'tenant', 'viewer']);
    expect(whoPasses('tenant')).toEqual(['admin', 'tenant']);
  });

  it('lets support pass where it is named only', () => {
    expect(whoPasses('viewer', 'support')).toEqual(['admin', 'support', 'tenant', 'viewer']);
  });

  it('lets every key pass for any', () => {
    expect(whoPasses('any')).toEqual(ROLES);
  });
});
