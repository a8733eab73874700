/** What the address of the board says. */
export interface BoardSearch {
  readonly project?: string;
  readonly q?: string;
  readonly agent?: string;
  readonly state?: string;
}
