/**
 * A sentence as data: which one it is, and what is filled in. Pure code says what is the matter in this form; an edge makes text of it,
 * in the language of its reader. A subject is an interface of sentences by key, each with its parts; the compiler wants every one of them
 * from the catalogue of every language.
 */
export type Language = 'en' | 'ja';

/** For sentences into which nothing is filled. */
export type NoParts = Readonly<Record<never, never>>;

/** One sentence of a subject. */
export type Said<Subject> = {
  [Key in keyof Subject]: { readonly key: Key } & Readonly<Subject[Key]>;
}[keyof Subject];

/** All sentences of a subject in one language. */
export type Catalogue<Subject> = {
  readonly [Key in keyof Subject]: (parts: Readonly<Subject[Key]>) => string;
};

export function tell<Subject, Key extends keyof Subject>(
  catalogue: Catalogue<Subject>,
  said: { readonly key: Key } & Readonly<Subject[Key]>,
): string {
  return catalogue[said.key](said);
}
