import { Kind } from '../field-decorators.js';
import { VerificationPayload } from './verification-payload.js';

/** One class for each process of a verification, with the field that holds its results. */

export class FrontIdCardPayload extends VerificationPayload {
  @Kind(['object'], {
    optional: true,
    nullable: true,
    description:
      'What was read from the front of the id card: its fields and a link to its picture.',
  })
  frontIdCardResult?: object | null;
}

export class BackIdCardPayload extends VerificationPayload {
  @Kind(['object'], {
    optional: true,
    nullable: true,
    description: 'What was read from the back of the id card.',
  })
  backIdCardResult?: object | null;
}

export class DopaPayload extends VerificationPayload {
  @Kind(['object'], {
    optional: true,
    nullable: true,
    description: 'What the DOPA register says of the id card.',
  })
  dopaResult?: object | null;
}

export class PassportPayload extends VerificationPayload {
  @Kind(['object'], {
    optional: true,
    nullable: true,
    description: 'What was read from the passport, from its page or from its chip.',
  })
  passportResult?: object | null;
}

export class FaceRecognitionPayload extends VerificationPayload {
  @Kind(['object'], {
    optional: true,
    nullable: true,
    description: 'How the face compares with the one on the document.',
  })
  idFaceRecognitionResult?: object | null;
}

export class DipChipPayload extends VerificationPayload {
  @Kind(['object'], {
    optional: true,
    nullable: true,
    description: 'What the chip of the id card says.',
  })
  dipChipResult?: object | null;
}

export class AppointmentPayload extends VerificationPayload {
  @Kind(['object'], {
    optional: true,
    nullable: true,
    description: 'The appointment for the dip chip: where and when.',
  })
  appointment?: object | null;
}

export class CriminalCheckPayload extends VerificationPayload {
  @Kind(['object'], {
    optional: true,
    nullable: true,
    description: 'What the criminal check found, and a link to its document once there is one.',
  })
  criminalCheckResult?: object | null;
}

export class EmploymentVerificationPayload extends VerificationPayload {
  @Kind(['object'], {
    optional: true,
    nullable: true,
    description: 'What the employer confirmed, and a link to the document once there is one.',
  })
  employmentVerificationResult?: object | null;
}

export class SanctionPayload extends VerificationPayload {
  @Kind(['object'], {
    optional: true,
    nullable: true,
    description: 'What the sanction lists hold.',
  })
  sanction?: object | null;
}

export class BankruptcyPayload extends VerificationPayload {
  @Kind(['object'], {
    optional: true,
    nullable: true,
    description: 'What the register of bankruptcies holds.',
  })
  bankruptcyResult?: object | null;
}
