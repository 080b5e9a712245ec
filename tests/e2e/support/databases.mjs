// The two databases that a server of the tests can stand on.
import assert from "node:assert/strict";
import pg from "pg";

/** A database of its own on the PostgreSQL of the tests. */
async function postgres() {
  const address = process.env.TAVOLIERE_TEST_POSTGRES;
  assert.ok(address, "TAVOLIERE_TEST_POSTGRES names no PostgreSQL; `cargo xtask test` starts one for the parts that need it");
  const name = `tavoliere_node_${crypto.randomUUID().replaceAll("-", "")}`;
  await execute(address, `CREATE DATABASE ${name}`);
  const own = new URL(address);
  own.pathname = `/${name}`;
  return own.href;
}

/** Changes a PostgreSQL behind a server's back. */
export async function execute(address, statement) {
  const client = new pg.Client(address);
  await client.connect();
  try {
    return await client.query(statement);
  } finally {
    await client.end();
  }
}

/** By name: what makes an empty one, and answers its address; the server's own data folder for SQLite. */
export const DATABASES = [["SQLite", async () => undefined], ["PostgreSQL", postgres]];
