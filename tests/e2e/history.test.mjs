// The judge of histories, judged: each promise that is broken is found, and nothing is found in a history that keeps them all.
import { test } from "node:test";
import assert from "node:assert/strict";
import { chance, faults } from "./support/history.mjs";

const edit = (cell, operators, seen, locked = false) => ({ cell, operators, locked, seen });
const applied = (edits) => edits.map(({ cell, operators, locked }) => ({ cell, operators, locked }));

/** Three writes by two people, all well; the second was sent twice, because its answer was lost. */
function history() {
  const sent = [
    { write: "a", by: "Anna", edits: [edit("FG01:OR", 3, 0), edit("FG01:DO", 1, 0)] },
    { write: "b", by: "Bruno", edits: [edit("FG01:OR", 4, 1)] },
    { write: "b", by: "Bruno", edits: [edit("FG01:OR", 4, 1)] },
    { write: "c", by: "Anna", edits: [edit("FG01:DO", 0, 1, true)] },
    // Refused: its writer had not seen Bruno's.
    { write: "d", by: "Anna", edits: [edit("FG01:OR", 9, 1)] },
  ];
  const log = ["a", "b", "c"].map((write, index) => ({
    revision: index + 1, write, cells: applied(sent.find((one) => one.write === write).edits),
  }));
  const database = {
    "FG01:OR": { operators: 4, locked: false, revision: 2 },
    "FG01:DO": { operators: 0, locked: true, revision: 3 },
  };
  const shown = { "FG01:OR": { operators: 4, locked: false }, "FG01:DO": { operators: 0, locked: true }, "LE01:OR": { operators: 0, locked: false } };
  const answered = [{ write: "a", revision: 1 }, { write: "b", revision: 2 }, { write: "c", revision: 3 }];
  return { sent, answered, log, database, tables: { Anna: shown, Bruno: structuredClone(shown) }, waiting: { Anna: 0 } };
}

/** The faults of a history after something was done to it. */
function after(change) {
  const broken = history();
  change(broken);
  return faults(broken);
}

test("nothing is found in a history that keeps every promise", () => {
  assert.deepEqual(faults(history()), []);
  assert.deepEqual(faults({ sent: [], answered: [], log: [], database: {}, tables: { Anna: {} } }), []);
});

test("each broken promise is found, and named", () => {
  const broken = [
    ["an acknowledged edit is lost", /write c was acknowledged at 3 and is lost/, (it) => { it.log.pop(); it.database["FG01:DO"] = { operators: 1, locked: false, revision: 1 }; it.tables = {}; }],
    ["an edit is applied twice", /write b was applied twice, at 2 and 4/, (it) => { it.log.push({ ...it.log[1], revision: 4 }); it.database["FG01:OR"].revision = 4; }],
    ["a page shows something else", /the page of Bruno shows FG01:OR as 5, the database has 4/, (it) => { it.tables.Bruno["FG01:OR"].operators = 5; }],
    ["a page shows a lock that is none", /the page of Anna shows LE01:OR as 0 locked, the database has 0/, (it) => { it.tables.Anna["LE01:OR"].locked = true; }],
    ["a page has lost a cell", /the page of Anna shows FG01:OR as 0, the database has 4/, (it) => { delete it.tables.Anna["FG01:OR"]; }],
    ["the database has something else than the log", /the log makes FG01:OR 4 at 2, the database has 7 at 2/, (it) => { it.database["FG01:OR"].operators = 7; it.tables = {}; }],
    ["the database has a cell that nobody set", /the log makes LE01:OR 0 at 0, the database has 0 at 9/, (it) => { it.database["LE01:OR"] = { operators: 0, locked: false, revision: 9 }; }],
    ["a write is acknowledged where it does not stand", /write b was acknowledged at 3 and stands at 2/, (it) => { it.answered.push({ write: "b", revision: 3 }); }],
    ["something is applied that nobody sent", /nobody sent write e of revision 4/, (it) => { it.log.push({ revision: 4, write: "e", cells: [] }); }],
    ["something is applied otherwise than it was sent", /write c was sent with FG01:DO=0 locked and applied as FG01:DO=0/, (it) => { it.log[2].cells[0].locked = false; }],
    ["a write is sent again with something else", /write b was sent with FG01:OR=4, then with FG01:OR=5/, (it) => { it.sent[2].edits[0].operators = 5; }],
    ["an edit is laid over one that was not seen", /write b was laid over FG01:OR at 1, having seen 0/, (it) => { for (const one of it.sent) if (one.write === "b") one.edits[0].seen = 0; }],
    ["a revision is left out", /the log has revision 3 in place 2/, (it) => { it.log.splice(1, 1); }],
    ["an edit stays with its page", /the page of Anna keeps 2 edits to itself/, (it) => { it.waiting.Anna = 2; }],
  ];
  for (const [what, expected, change] of broken) {
    const found = after(change);
    assert.ok(found.some((fault) => expected.test(fault)), `${what}: ${JSON.stringify(found)}`);
  }
});

test("chance can be had again, and another seed is another chance", () => {
  const drawn = (seed) => { const next = chance(seed); return Array.from({ length: 1_000 }, next); };
  assert.deepEqual(drawn(7), drawn(7));
  assert.notDeepEqual(drawn(7), drawn(8));
  const numbers = drawn(1);
  assert.ok(numbers.every((number) => number >= 0 && number < 1));
  const mean = numbers.reduce((sum, number) => sum + number) / numbers.length;
  assert.ok(Math.abs(mean - 0.5) < 0.05, `${mean}`);
});
