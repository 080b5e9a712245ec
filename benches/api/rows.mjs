// What both servers are asked about, beside the built-in data: a table that is full, and a year of events.
import pg from "pg";

/// Events of the year.
const EVENTS = 400;

/// Fills the table of the first scenario, and the calendar. Gives what names the scenario at either end.
export async function fill(server, database) {
  const found = await server.ask("{ scenarios { nodes { id } } }");
  const scenario = found.scenarios.nodes.at(-1).id;
  const { cpis, profiles } = await server.ask("{ cpis(first: 500) { nodes { code } } profiles { code } }");
  const cells = (await server.ask("query($id: ID!) { scenario(id: $id) { cells { cpi profile revision } } }", { id: scenario })).scenario.cells;
  const seen = (cpi, profile) => cells.find((cell) => cell.cpi === cpi && cell.profile === profile)?.revision ?? 0;
  const edits = cpis.nodes.flatMap(({ code: cpi }) =>
    profiles.map(({ code: profile }) => ({ cpi, profile, operators: 1, locked: false, seen: seen(cpi, profile) })),
  );
  await server.ask("mutation($input: ScenarioCellsSetInput!) { scenarioCellsSet(input: $input) { revision } }", {
    input: { write: crypto.randomUUID(), scenario, edits },
  });
  const client = new pg.Client({ connectionString: database });
  await client.connect();
  // By hand: what is measured is reading them.
  await client.query(
    `INSERT INTO event (id, title, kind, audience, province, cpi, online, place, starts_at, ends_at, public, published, feeds, notes, state,
       step_note, sequence, revision, created_by, created_actor, created_at, edited_by, edited_at)
     SELECT gen_random_uuid(), 'Sessione ' || n, 'INFORMATION_SESSION', 'tutti', cpi.province, cpi.code, false, 'sala', day, day + interval '2 hours', true,
       true, '', '', 'CONFIRMED', '', 0, 0, 'bench', '', day, 'bench', day
     FROM (SELECT n, timestamptz '2026-01-07 08:00+00' + n * interval '21 hours' AS day FROM generate_series(1, $1::int) n) days
     JOIN LATERAL (SELECT code, province FROM cpi ORDER BY code OFFSET (days.n % (SELECT COUNT(*) FROM cpi)) LIMIT 1) cpi ON true
     WHERE NOT EXISTS (SELECT 1 FROM event)`,
    [EVENTS],
  );
  // Two fields of one name would keep PostGraphile from starting.
  await client.query("COMMENT ON CONSTRAINT measurement_corrects_fkey ON measurement IS E'@foreignSingleFieldName correctedBy'");
  await client.query("ANALYZE");
  const { rows } = await client.query("SELECT DISTINCT scenario_id FROM scenario_cell");
  await client.end();
  return { scenario, key: rows[0].scenario_id, cpis: cpis.nodes.map(({ code }) => code) };
}
