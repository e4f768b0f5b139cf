import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants.js';
import type { FastifyContextConfig } from 'fastify';

/**
 * Puts options on a route where Fastify's hooks find them, before a body is read. On a class it is
 * for every method that has not named its own.
 */
export function RouteOptions(options: FastifyContextConfig): MethodDecorator & ClassDecorator {
  return (target: object, _name?: string | symbol, descriptor?: PropertyDescriptor) => {
    if (descriptor) return addOptions(descriptor.value as object, options);
    const { prototype } = target as { prototype: object };
    for (const method of Object.values(Object.getOwnPropertyDescriptors(prototype))) {
      if (typeof method.value === 'function') addOptions(method.value as object, options);
    }
  };
}

/** The decorators of methods run before that of their class, so what is there stays. */
function addOptions(handler: object, options: FastifyContextConfig): void {
  const present = Reflect.getMetadata(FASTIFY_ROUTE_CONFIG_METADATA, handler) as object | undefined;
  Reflect.defineMetadata(FASTIFY_ROUTE_CONFIG_METADATA, { ...options, ...present }, handler);
}
