// Statements that are built once and run often. Kysely builds and compiles a statement at every call, which took longer
// than SQLite takes to run it: half of a claim that does not wait for the disk.
import type { Compilable, CompiledQuery, Kysely, QueryResult } from 'kysely';
import type { Schema } from './schema.ts';
import type { Tx } from './session.ts';

/** Stands in a statement for a value that is given when it runs. */
class Slot {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

type Values<Given> = { readonly [Name in keyof Given]: string | number | null };

/** Such a statement has a name, by which a server knows it again: it is parsed and planned there only once. */
export interface NamedQuery<Row = unknown> extends CompiledQuery<Row> {
  readonly name: string;
}

let made = 0;

/**
 * A statement that `build` makes when it runs for the first time on a database. `build` must use the values that it is
 * given as they are, as parameters; whatever else it did with them would stay as it was the first time.
 */
export function kept<Given extends Values<Given>, Row>(
  build: (db: Kysely<Schema>, given: Given) => Compilable<Row>,
): (tx: Pick<Tx, 'db'>, given: Given) => Promise<QueryResult<Row>> {
  const name = `kept_${(made += 1)}`;
  const byDatabase = new WeakMap<object, CompiledQuery<Row>>();
  return async ({ db }, given) => {
    const { adapter } = db.getExecutor();
    const known = byDatabase.get(adapter);
    const compiled = known ?? build(db, slots as Given).compile();
    if (known === undefined) byDatabase.set(adapter, compiled);
    const values = new Map<string, unknown>(Object.entries(given));
    const parameters = compiled.parameters.map((value) =>
      value instanceof Slot ? values.get(value.name) : value,
    );
    const query: NamedQuery<Row> = { ...compiled, name, parameters };
    return db.executeQuery(query);
  };
}

// A slot for whatever is asked for. To Kysely one is a value like any other, which it only passes on.
const slots: object = new Proxy({}, { get: (_, name) => new Slot(String(name)) });
