// A data set of Italy's size, made up: no centre, town or number of it is real, and every row says so. It has the counts of the
// generated Italy of the allocation's benchmark (benches/peer/region.rs: 550 centres, 6 profiles, 107 provinces, 11,600 operators)
// and its stream of chance, so that it is the same each time.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Server } from "./server.mjs";

export const CENTRES = 550;
export const PROVINCES = 107;
export const PROFILES = 6;
const MUNICIPALITIES = 7_900;
const OPERATORS = 11_600;
/** What Puglia has, from which the figures are blown up. */
const PUGLIA = 43;

const NOTE = "assumption: generated; no real place";
const built = new URL("../../../data/", import.meta.url);

/** A linear congruential stream (D. E. Knuth, The Art of Computer Programming 2, 3.3.4, line 26), as in the benchmark. */
function chance(seed) {
  let state = BigInt(seed);
  return (below) => {
    state = (state * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n) & 0xffff_ffff_ffff_ffffn;
    return Number((state >> 33n) % BigInt(below));
  };
}

const START = ["Monte", "Castel", "Borgo", "Rocca", "Villa", "Torre", "Ponte", "Serra", "Campo", "Porto", "Colle", "Valle"];
const END = ["alto", "bello", "chiaro", "fiorito", "grande", "lungo", "marino", "nuovo", "rosso", "sereno", "verde", "vecchio", "d'Arno", "del Lago", "sul Po"];
const named = (n) => `${START[n % START.length]} ${END[Math.floor(n / START.length) % END.length]}`;

const code = (letter, width, n) => `${letter}${`${n}`.padStart(width, "0")}`;
const csv = (head, rows) => `${[head, ...rows].map((row) => row.join(",")).join("\n")}\n`;
const round = (number, digits) => Number(number.toFixed(digits));

/** The code of a centre, by its number from 0. */
export const centre = (n) => code("C", 4, n);
const province = (n) => code("P", 3, n);
/** The place of a centre's province, as in the benchmark. */
const provinceOf = (n) => Math.floor((n * PROVINCES) / CENTRES);

/** The files of the data set, by name. */
export async function files() {
  const next = chance(2_692_020);
  const municipalities = [];
  const cpis = [];
  const sums = Array.from({ length: PROVINCES }, () => ({ residents: 0, age: 0, area: 0 }));
  for (let n = 0; n < CENTRES; n++) {
    // Seats here and there over a land of a thousand kilometres.
    const [lat, lon] = [37 + ((n * 37) % 100) / 10, 8 + ((n * 61) % 100) / 10];
    const whole = { residents: 0, age: 0, area: 0 };
    const last = Math.floor(((n + 1) * MUNICIPALITIES) / CENTRES);
    const first = Math.floor((n * MUNICIPALITIES) / CENTRES);
    for (let town = first; town < last; town++) {
      const residents = town === first ? 20_000 + next(120_000) : 500 + next(6_000);
      const [age, area] = [Math.floor(residents * 0.635), 5 + next(9_000) / 100];
      whole.residents += residents;
      whole.age += age;
      whole.area = round(whole.area + area, 2);
      municipalities.push([code("", 6, 200_000 + town), `${named(town)} ${town}`, centre(n), residents, age, area, round(lat + next(100) / 1_000, 5), round(lon + next(100) / 1_000, 5), NOTE, NOTE]);
    }
    const at = sums[provinceOf(n)];
    for (const key of Object.keys(at)) at[key] = round(at[key] + whole[key], 2);
    cpis.push([centre(n), `${named(n)} ${n}`, province(provinceOf(n)), code("", 6, 200_000 + first), lat, lon, whole.residents, whole.age, "", NOTE, whole.area, NOTE, NOTE]);
  }
  const provinces = sums.map((sum, n) => [province(n), code("", 3, 200 + n), `Provincia ${code("", 3, n)}`, sum.residents, sum.age, sum.area]);
  const made = {
    "provinces.csv": csv(["code", "istat", "name", "residents_2023", "working_age_2023", "area_km2"], provinces),
    "cpi.csv": csv(["code", "name", "province", "seat_istat", "lat", "lon", "residents_2023", "working_age_2023", "registered_unemployed_2014_08", "seat_provenance", "area_km2", "catchment_provenance", "seat_source"], cpis),
    "municipalities.csv": csv(["istat", "name", "cpi", "residents_2023", "working_age_2023", "area_km2", "lat", "lon", "cpi_provenance", "cpi_source"], municipalities),
    "sources.json": JSON.stringify(Object.fromEntries(["residents", "catchment_sums", "registered_unemployed", "points"].map((key) => [key, { origin: "assumption", source: NOTE }]))),
    "staffing-defaults.json": JSON.stringify(await staffing()),
  };
  // What the act says of Puglia's own places and people is not there.
  for (const name of ["events.csv", "facilitators.csv", "patrons.csv", "organisations.csv", "partnerships.csv"]) {
    made[name] = `${(await readFile(new URL(name, built), "utf8")).split("\n")[0]}\n`;
  }
  return made;
}

/** The built-in figures with as many people and as much work as so many centres have, and a sixth profile. */
async function staffing() {
  const defaults = JSON.parse(await readFile(new URL("staffing-defaults.json", built), "utf8"));
  const times = CENTRES / PUGLIA;
  for (const service of defaults.services) {
    service.volume = Math.round(service.volume * times);
    service.volume_provenance = NOTE;
  }
  defaults.profiles.push({ code: "MD", name_it: "Mediatore (generato)", name_en: "Mediator (generated)", category_allowance: 0.2, yearly_cost_eur: 38_500, provenance: NOTE });
  const [service] = defaults.services;
  const [main] = Object.keys(service.mix);
  service.mix = { ...service.mix, [main]: round(service.mix[main] - 0.25, 2), MD: 0.25 };
  Object.assign(defaults.staff_in_service, { total: Math.round(defaults.staff_in_service.total * times), provenance: NOTE });
  const scenario = defaults.first_scenario;
  Object.assign(scenario, { name: "Italia generata, 11600 operatori", operators_to_place: OPERATORS, budget_eur: 900_000_000, months: 18 });
  for (const key of ["provenance", "budget_provenance", "months_provenance"]) scenario[key] = NOTE;
  return defaults;
}

/** Starts a server on the generated Italy. */
export async function italy(options = {}) {
  const folder = await mkdtemp(join(tmpdir(), "tavoliere-italy-"));
  for (const [name, text] of Object.entries(await files())) await writeFile(join(folder, name), text);
  const environment = { ...options.environment, TAVOLIERE_BUILT_IN: folder };
  const server = await Server.start({ ...options, environment });
  const stop = server.stop.bind(server);
  server.stop = async () => {
    await stop();
    await rm(folder, { recursive: true, force: true });
  };
  return server;
}
