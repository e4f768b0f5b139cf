/** The fields of a DTO without its class: what presenters make, and what may be spread. */
export type FieldsOf<Dto> = { [Name in keyof Dto]: Dto[Name] };
