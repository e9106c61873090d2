/** What the command uses in addition to the files that it is given. Tests pass their own. */
export interface Io {
  readonly cwd: string;
  /** Whether standard output is a terminal, which would interpret control characters. */
  readonly isTerminal: boolean;
  out(text: string): void;
  err(text: string): void;
  importModule(url: string): Promise<object>;
}
