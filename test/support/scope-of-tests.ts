import { aroundEach } from 'vitest';
import { asSystem } from '../../src/common/scope.js';

/*
 * A test is work that begins by itself, and names the scope of the system for the services that it calls. The servers
 * that `beforeAll` starts do not inherit it: requests, loops and timers in them name their own.
 */
aroundEach((runTest) => asSystem(runTest));
