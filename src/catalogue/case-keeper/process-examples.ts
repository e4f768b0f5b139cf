/** The example results of the processes. The person in them is invented. */
const IN_PROGRESS = { status: 'in_progress', result: 'passed' };

export const FRONT_ID_CARD_EXAMPLE = {
  ...IN_PROGRESS,
  confidence: 0.98,
  frontIdCardResult: {
    idNumber: '1101700230708',
    firstName: 'Jane',
    lastName: 'Doe',
    dateOfBirth: '1990-05-15',
    expiryDate: '2030-05-14',
  },
};

export const BACK_ID_CARD_EXAMPLE = {
  ...IN_PROGRESS,
  confidence: 0.96,
  backIdCardResult: { laserNumber: 'ME0123456789' },
};

export const DOPA_EXAMPLE = {
  ...IN_PROGRESS,
  dopaResult: { isValid: true, message: 'normal status' },
};

export const PASSPORT_EXAMPLE = {
  ...IN_PROGRESS,
  confidence: 0.97,
  passportResult: {
    passportNumber: 'AB1234567',
    firstName: 'Jane',
    lastName: 'Doe',
    nationality: 'THA',
    expiryDate: '2030-05-14',
  },
};

export const FACE_RECOGNITION_EXAMPLE = {
  ...IN_PROGRESS,
  confidence: 0.94,
  idFaceRecognitionResult: { isMatch: true, isLive: true, similarity: 0.94 },
};

export const DIP_CHIP_EXAMPLE = {
  ...IN_PROGRESS,
  dipChipResult: { idNumber: '1101700230708', firstName: 'Jane', lastName: 'Doe' },
};

export const APPOINTMENT_EXAMPLE = {
  status: 'in_progress',
  result: 'pending',
  appointment: { place: 'Silom branch', startsAt: '2026-01-20T03:00:00.000Z' },
};

export const CRIMINAL_CHECK_EXAMPLE = {
  ...IN_PROGRESS,
  criminalCheckResult: { hasRecord: false, checkedAt: '2026-01-15T09:30:00.000Z' },
};

export const EMPLOYMENT_VERIFICATION_EXAMPLE = {
  ...IN_PROGRESS,
  employmentVerificationResult: { employer: 'Acme Ltd', position: 'Engineer', isConfirmed: true },
};

export const SANCTION_EXAMPLE = { ...IN_PROGRESS, sanction: { hasMatch: false, matches: [] } };

export const BANKRUPTCY_EXAMPLE = { ...IN_PROGRESS, bankruptcyResult: { isBankrupt: false } };
