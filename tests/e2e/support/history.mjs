// What became of a scenario that many edited at once, judged from what was recorded: every promise that the server and the pages
// make of edits, as a question that has an answer. It knows neither browser nor server.

/**
 * What is wrong with a history; nothing, when all is well.
 *
 * `sent`: what pages sent, each `{ write, by, edits: [{ cell, operators, locked, seen }] }`, as often as they sent it.
 * `answered`: what they were told, each `{ write, revision }` for a write that was accepted.
 * `log`: the scenario's changes, each `{ revision, write, cells: [{ cell, operators, locked }] }`.
 * `database`: the table as the server keeps it, `{ cell: { operators, locked, revision } }`.
 * `tables`: what each page shows at the end, by name: `{ name: { cell: { operators, locked } } }`. A cell that is not there holds
 * nothing.
 * `waiting`: by name, how many edits a page still keeps to itself at the end.
 */
export function faults({ sent, answered, log, database, tables, waiting = {} }) {
  return [
    ...dense(log),
    ...once(log),
    ...acknowledged(answered, log),
    ...asSent(sent, log),
    ...replayed(sent, log, database),
    ...Object.entries(tables).flatMap(([name, table]) => same(`the page of ${name}`, table, database)),
    ...Object.entries(waiting).filter(([, count]) => count > 0).map(([name, count]) => `the page of ${name} keeps ${count} edits to itself`),
  ];
}

const NOTHING = { operators: 0, locked: false };
const value = ({ operators, locked } = NOTHING) => `${operators}${locked ? " locked" : ""}`;
const cells = (list) => [...list].map((one) => `${one.cell}=${value(one)}`).sort().join(", ");

/** Revisions are 1, 2, 3 without a gap and in order. */
function dense(log) {
  const wrong = log.findIndex(({ revision }, index) => revision !== index + 1);
  return wrong < 0 ? [] : [`the log has revision ${log[wrong].revision} in place ${wrong + 1}`];
}

/** No write was applied twice. */
function once(log) {
  const seen = new Map();
  const found = [];
  for (const { write, revision } of log) {
    if (seen.has(write)) found.push(`write ${write} was applied twice, at ${seen.get(write)} and ${revision}`);
    seen.set(write, revision);
  }
  return found;
}

/** What was acknowledged is in the log, where it was said to be, and one write is told one revision however often it is sent. */
function acknowledged(answered, log) {
  const found = [];
  for (const { write, revision } of answered) {
    const change = log.find((change) => change.write === write);
    if (!change) found.push(`write ${write} was acknowledged at ${revision} and is lost`);
    else if (change.revision !== revision) found.push(`write ${write} was acknowledged at ${revision} and stands at ${change.revision}`);
  }
  return found;
}

/** What is in the log was sent by somebody, and as it was sent; a write that is sent again says the same. */
function asSent(sent, log) {
  const first = new Map();
  const found = [];
  for (const { write, edits } of sent) {
    const said = cells(edits);
    if (first.has(write) && first.get(write) !== said) found.push(`write ${write} was sent with ${first.get(write)}, then with ${said}`);
    first.set(write, said);
  }
  for (const { write, revision, cells: changed } of log) {
    if (!first.has(write)) found.push(`nobody sent write ${write} of revision ${revision}`);
    else if (first.get(write) !== cells(changed)) found.push(`write ${write} was sent with ${first.get(write)} and applied as ${cells(changed)}`);
  }
  return found;
}

/** The log, played again, is the table; and no edit was laid over one that its writer had not seen. */
function replayed(sent, log, database) {
  const table = {};
  const found = [];
  for (const { write, revision, cells: changed } of log) {
    const edits = sent.find((one) => one.write === write)?.edits ?? [];
    for (const { cell, operators, locked } of changed) {
      const before = table[cell]?.revision ?? 0;
      const seen = edits.find((edit) => edit.cell === cell)?.seen;
      if (seen !== undefined && seen !== before) found.push(`write ${write} was laid over ${cell} at ${before}, having seen ${seen}`);
      table[cell] = { operators, locked, revision };
    }
  }
  for (const cell of new Set([...Object.keys(table), ...Object.keys(database)])) {
    const [played, kept] = [table[cell], database[cell]];
    if (value(played) !== value(kept) || (played?.revision ?? 0) !== (kept?.revision ?? 0)) {
      found.push(`the log makes ${cell} ${value(played)} at ${played?.revision ?? 0}, the database has ${value(kept)} at ${kept?.revision ?? 0}`);
    }
  }
  return found;
}

/** Two tables hold the same. */
function same(name, table, database) {
  const names = new Set([...Object.keys(table), ...Object.keys(database)]);
  const other = [...names].filter((cell) => value(table[cell]) !== value(database[cell]));
  return other.map((cell) => `${name} shows ${cell} as ${value(table[cell])}, the database has ${value(database[cell])}`);
}

/** Chance that can be had again: numbers from 0 to 1, the same for the same seed (mulberry32). */
export function chance(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
