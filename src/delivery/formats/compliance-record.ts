/** The one type of the classic callbacks, and of records in the topic structure. */
export const COMPLIANCE_RECORD = 'complianceRecord';
