/** What the address of the board says. */
export interface BoardSearch {
  readonly project?: string;
  readonly q?: string;
  readonly agent?: string;
  readonly state?: string;
  /** `status`: as a task queue; else in the columns of the board. */
  readonly by?: 'status';
}
