// Calendars as two libraries read them that are not ours: Python's `icalendar` and npm's `ical.js`, by the zone that the calendar itself
// defines, across both changes of the clock; and what a program that subscribes makes of a moved and a cancelled event.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import ICAL from "ical.js";
import { Server } from "../e2e/support/server.mjs";

const reader = fileURLToPath(new URL("read_calendar.py", import.meta.url));

let server;
before(async () => {
  server = await Server.start();
});
after(async () => {
  await server?.stop();
});

const bySummary = (one, other) => (one.summary < other.summary ? -1 : 1);
const utc = (time) => time.toJSDate().toISOString().replace(".000Z", "Z");

function byPython(text) {
  const python = process.env.TAVOLIERE_PYTHON;
  assert.ok(python, "TAVOLIERE_PYTHON names a Python with the packages of tests/partner/requirements.txt");
  const { errors, zones, events } = JSON.parse(execFileSync(python, [reader], { input: text, encoding: "utf8" }));
  assert.deepEqual([errors, zones], [[], ["Europe/Rome"]]);
  return events.sort(bySummary);
}

function byJavaScript(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const [zone] = calendar.getAllSubcomponents("vtimezone").map((part) => new ICAL.Timezone(part));
  const event = (part) => {
    const read = new ICAL.Event(part);
    for (const time of [read.startDate, read.endDate]) {
      if (!time.zone || time.zone.tzid !== "UTC") time.zone = zone;
    }
    const pad = (number) => `${number}`.padStart(2, "0");
    return {
      uid: read.uid, sequence: read.sequence, summary: read.summary, description: read.description ?? "", location: read.location ?? "",
      status: part.getFirstPropertyValue("status"), start: utc(read.startDate), end: utc(read.endDate),
      hour: `${pad(read.startDate.hour)}:${pad(read.startDate.minute)}`, modified: utc(part.getFirstPropertyValue("last-modified")),
    };
  };
  return calendar.getAllSubcomponents("vevent").map(event).sort(bySummary);
}

/** What both libraries read, which is the same. */
function read(text) {
  const [python, script] = [byPython(text), byJavaScript(text)];
  assert.deepEqual(script, python);
  return python;
}

const EVENT = { kind: "TRANSFER_SESSION", cpi: "FG03", municipality: "071024", facilitators: [] };

async function created(more) {
  const query = "mutation($input: EventCreateInput!) { eventCreate(input: $input) { event { id revision } } }";
  return (await server.ask(query, { input: { write: crypto.randomUUID(), event: { ...EVENT, ...more } } })).eventCreate.event;
}

async function updated({ id, revision }, more) {
  const query = "mutation($input: EventUpdateInput!) { eventUpdate(input: $input) { event { id revision } } }";
  return (await server.ask(query, { input: { write: crypto.randomUUID(), id, seen: revision, event: { ...EVENT, ...more } } })).eventUpdate.event;
}

const stepped = (id, step, note = "") =>
  server.ask("mutation($input: EventStepInput!) { eventStep(input: $input) { event { id } } }", { input: { write: crypto.randomUUID(), id, step, note } });

async function address(kind, code) {
  const query = "mutation($input: CalendarAddressCreateInput!) { calendarAddressCreate(input: $input) { url } }";
  const { calendarAddressCreate } = await server.ask(query, { input: { kind, code } });
  assert.ok(calendarAddressCreate.url.startsWith(`${server.url}/calendars/own/`), calendarAddressCreate.url);
  return calendarAddressCreate.url;
}

async function file(url, tag) {
  const answer = await fetch(url, tag ? { headers: { "if-none-match": tag } } : {});
  return { status: answer.status, tag: answer.headers.get("etag"), text: await answer.text() };
}

test("two libraries read the same, and nine o'clock is nine o'clock in winter and in summer", async () => {
  const long = "Una sessione con un titolo così lungo che la riga va piegata più volte, perché l'università è lì; e poi, di nuovo, è già così";
  const title = (text) => ({ title: text, audience: "Operatori; dirigenti, altri\ne \\n ancora", place: "Sala «Federico II», piano 2; ala B" });
  // Nine o'clock in Rome before and after each change of the clock, and half past two in the hour that comes twice.
  const times = {
    "1 prima della primavera": ["2027-03-26T08:00:00Z", "2027-03-26T11:00:00Z", "09:00"],
    "2 dopo la primavera": ["2027-03-29T07:00:00Z", "2027-03-29T10:00:00Z", "09:00"],
    "3 sulla primavera": ["2027-03-28T00:30:00Z", "2027-03-28T01:30:00Z", "01:30"],
    "4 prima dell'autunno": ["2027-10-29T07:00:00Z", "2027-10-29T10:00:00Z", "09:00"],
    "5 dopo l'autunno": ["2027-11-02T08:00:00Z", "2027-11-02T11:00:00Z", "09:00"],
    "6 la prima volta": ["2027-10-31T00:30:00Z", "2027-10-31T01:30:00Z", "00:30"],
    "7 la seconda volta": ["2027-10-31T01:30:00Z", "2027-10-31T02:30:00Z", "01:30"],
    "8 tra cinquant'anni": ["2077-07-01T07:00:00Z", "2077-07-01T10:00:00Z", "09:00"],
  };
  for (const [name, [start, end]] of Object.entries(times)) await created({ ...title(`${name} ${long}`), start, end });
  const { text } = await file(await address("CPI", "FG03"));
  assert.ok(text.split("\r\n").every((line) => new TextEncoder().encode(line).length <= 75), "no line is longer than 75 octets");
  const events = read(text);
  assert.deepEqual(events.map(({ summary }) => summary), Object.keys(times).map((name) => `${name} ${long}`));
  for (const [index, [start, end, hour]] of Object.values(times).entries()) {
    // Two equal hours are told in UTC: by the clock of Rome these two libraries take one of them each.
    assert.deepEqual([events[index].start, events[index].end, events[index].hour], [start, end, hour], events[index].summary);
    assert.equal(events[index].description, "Operatori; dirigenti, altri\ne \\n ancora");
    assert.equal(events[index].location, "Sala «Federico II», piano 2; ala B, Foggia");
  }
});

test("a program that subscribes moves a moved event instead of doubling it, and strikes a cancelled one through", async () => {
  const times = { start: "2027-03-26T08:00:00Z", end: "2027-03-26T11:00:00Z" };
  const moved = await created({ cpi: "LE01", title: "Da spostare", ...times });
  const cancelled = await created({ cpi: "LE01", title: "Da annullare", ...times });
  const url = await address("PROVINCE", "LE");
  // What such a program keeps: by UID, and of two with the same the one with the greater SEQUENCE.
  const kept = new Map();
  const subscribe = async (tag) => {
    const { status, tag: next, text } = await file(url, tag);
    if (status === 200) {
      for (const event of read(text)) {
        const known = kept.get(event.uid);
        if (!known || event.sequence > known.sequence) kept.set(event.uid, event);
      }
    }
    return { status, tag: next };
  };
  const first = await subscribe();
  assert.deepEqual([...kept.values()].map(({ summary, status }) => [summary, status]), [["Da annullare", "TENTATIVE"], ["Da spostare", "TENTATIVE"]]);
  assert.equal((await subscribe(first.tag)).status, 304, "nothing changed, nothing is sent");
  await updated(moved, { cpi: "LE01", title: "Da spostare", start: "2027-03-29T07:00:00Z", end: "2027-03-29T10:00:00Z" });
  await stepped(cancelled.id, "CANCEL", "sala inagibile");
  assert.equal((await subscribe(first.tag)).status, 200);
  const now = [...kept.values()].sort(bySummary);
  assert.equal(now.length, 2, "nothing is doubled");
  assert.deepEqual([now[0].status, now[0].description], ["CANCELLED", "sala inagibile"]);
  assert.deepEqual([now[1].start, now[1].hour], ["2027-03-29T07:00:00Z", "09:00"]);
});

test("what is public, and one event alone, are read by both too; and no secret is in the log", async () => {
  const open = await created({ title: "Aperto a tutti", public: true, cpi: "BA01", start: "2027-05-03T07:00:00Z", end: "2027-05-03T09:00:00Z" });
  await stepped(open.id, "CONFIRM");
  const key = atob(open.id.replaceAll("-", "+").replaceAll("_", "/")).split(":")[1];
  for (const path of ["provinces/BA", "cpis/BA01", `events/${key}`]) {
    const events = read((await file(`${server.url}/calendars/${path}.ics`)).text);
    assert.deepEqual(events.map(({ summary, status, start }) => [summary, status, start]), [["Aperto a tutti", "CONFIRMED", "2027-05-03T07:00:00Z"]]);
  }
  const url = await address("MINE");
  assert.equal((await file(url)).status, 200);
  const secret = url.split("/").at(-1).replace(".ics", "");
  assert.ok(server.log.includes("/calendars/own/"), "the request is in the log");
  assert.ok(!server.log.includes(secret), "and its secret is not");
});
