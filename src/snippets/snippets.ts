import { resolveProfile } from '../signing/index.js';
import type { SigningProfile } from '../signing/index.js';
import { csharp, go, java, rust } from './compiled.js';
import { verificationOf } from './recipe.js';
import { node, php, python, ruby } from './scripting.js';

/** The languages that there is code for, with their names. */
export const LANGUAGES = {
  node: 'Node.js',
  python: 'Python',
  go: 'Go',
  ruby: 'Ruby',
  php: 'PHP',
  java: 'Java',
  csharp: 'C#',
  rust: 'Rust',
} as const;

export type Language = keyof typeof LANGUAGES;

const WRITERS = { node, python, go, ruby, php, java, csharp, rust };

export interface Snippet {
  language: Language;
  title: string;
  /** The signature header that the code verifies. */
  header: string;
  code: string;
}

/** Returns code that verifies each of the profiles, in each language. The secret is in the variable WEBHOOK_SECRET. */
export function snippetsFor(profiles: readonly SigningProfile[]): Snippet[] {
  return profiles.flatMap((profile) => {
    const { header } = resolveProfile(profile);
    return (Object.keys(WRITERS) as Language[]).map((language) => ({
      language,
      title: `${LANGUAGES[language]}, ${header}`,
      header,
      code: WRITERS[language](verificationOf(profile)),
    }));
  });
}
