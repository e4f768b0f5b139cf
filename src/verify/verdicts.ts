/** What is wrong with a signature or a request, or that nothing is; each with how it is mended. */
export const VERDICTS = {
  valid: 'The signature is right.',
  body_changed:
    'Verify the bytes of the body as they arrive, before anything parses, formats or re-encodes them.',
  secret_not_decoded:
    'Decode the part of the secret after whsec_ as base64, and use these bytes as the key.',
  secret_wrong_encoding:
    'Use the secret exactly as it is given, with the encoding that this profile states.',
  other_endpoint_secret: 'Use the secret of this endpoint: each endpoint has its own.',
  old_secret: 'Use the current secret of this endpoint.',
  new_secret:
    'Until the grace of the former secret ends, this header is signed with the former one, and the header that ends in -Next with the new one. Accept both, or promote the new secret.',
  wrong_timestamp:
    'Use the timestamp of the header that this profile states, in whole seconds, of the same request.',
  clock_skew: 'Set the clock of the receiver, for example with NTP.',
  header_missing: 'Let the header through: a proxy, a gateway or a framework has removed it.',
  header_changed:
    'Let the header through unchanged: a proxy, a gateway or a framework has changed it.',
  other_profile:
    'Verify by a signing profile that the endpoint has, or add this one to the signing of the endpoint.',
  algorithm_wrong: 'Use HMAC with the algorithm of the profile.',
  encoding_wrong: 'Write the signature in the encoding of the profile before you compare.',
  content_wrong: 'Sign the content that the profile states.',
  truncated: 'Compare the whole signature.',
  unknown:
    'Check the secret first: compare its last characters with secret_masked of the endpoint.',
} as const;

export type Verdict = keyof typeof VERDICTS;
