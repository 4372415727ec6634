/** A file as a whole cannot be used: it is not there, may not be read, or is no file of the kind. The message is meant for its owner. */
export class FileProblem extends Error {
  override readonly name = 'FileProblem';
}
