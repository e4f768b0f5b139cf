import { NeedsDowntimeHandling } from '../event-type.js';
import {
  ThirdPartyVerificationEvent,
  ThirdPartyVerificationPayload,
} from './verification-payload.js';

@NeedsDowntimeHandling()
@ThirdPartyVerificationEvent(
  'identity.verification_completed',
  'An identity verification that had to wait for an unavailable provider was completed: success or failure; only for tenants with network_downtime_handling.',
)
export class IdentityVerificationCompleted extends ThirdPartyVerificationPayload {}

@ThirdPartyVerificationEvent('address.verification_started', 'An address verification was started.')
export class AddressVerificationStarted extends ThirdPartyVerificationPayload {}

@ThirdPartyVerificationEvent(
  'address.verification_completed',
  'An address verification was completed: success or failure.',
)
export class AddressVerificationCompleted extends ThirdPartyVerificationPayload {}

@ThirdPartyVerificationEvent(
  'employment.verification_started',
  'An employment verification was started.',
)
export class EmploymentVerificationStarted extends ThirdPartyVerificationPayload {}

@ThirdPartyVerificationEvent(
  'employment.verification_completed',
  'An employment verification was completed: success or failure.',
)
export class EmploymentVerificationCompleted extends ThirdPartyVerificationPayload {}

@ThirdPartyVerificationEvent(
  'property.verification_started',
  'A property verification was started.',
)
export class PropertyVerificationStarted extends ThirdPartyVerificationPayload {}

@ThirdPartyVerificationEvent(
  'property.verification_completed',
  'A property verification was completed: success or failure.',
)
export class PropertyVerificationCompleted extends ThirdPartyVerificationPayload {}

@ThirdPartyVerificationEvent(
  'guarantor.verification_started',
  'A guarantor verification was started.',
)
export class GuarantorVerificationStarted extends ThirdPartyVerificationPayload {}

@ThirdPartyVerificationEvent(
  'guarantor.verification_completed',
  'A guarantor verification was completed: success or failure.',
)
export class GuarantorVerificationCompleted extends ThirdPartyVerificationPayload {}
