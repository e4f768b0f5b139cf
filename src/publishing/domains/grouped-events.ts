import { Injectable } from '@nestjs/common';
import type { PayloadClass } from '../../catalogue/index.js';
import { DomainEvents } from './domain-events.js';
import type { DomainPublishOptions } from './domain-events.js';
import type { PublishAnswer } from '../publish-answer.js';

type Publish<Payload> = (
  tenant: string,
  payload: Payload,
  options?: DomainPublishOptions,
) => Promise<PublishAnswer>;

/** A publish method per payload class, under the same names. */
export type PublishMethods<Classes extends Readonly<Record<string, PayloadClass>>> = {
  readonly [Name in keyof Classes]: Publish<InstanceType<Classes[Name]>>;
};

/** For domains whose events come in groups: `verificationEvents.dopaResult.confirmed(…)`. */
@Injectable()
export abstract class GroupedEvents extends DomainEvents {
  protected group<Classes extends Readonly<Record<string, PayloadClass>>>(
    classes: Classes,
  ): PublishMethods<Classes> {
    const methods: unknown = Object.fromEntries(
      Object.entries(classes).map(([name, payloadClass]) => {
        const method: Publish<object> = (tenant, payload, options) =>
          this.publish(payloadClass, tenant, payload, options);
        return [name, method] as const;
      }),
    );
    return methods as PublishMethods<Classes>;
  }
}
