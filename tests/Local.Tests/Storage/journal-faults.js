// Overwrites ten rows together, over several snapshots, and has one change of a file fail on the way; then again with the next one,
// until every one has failed once, and every third together with the forty that follow it (a disk that is full for a while). After each
// round, a kill must leave all rows of one round that is not older than the last that was said to be written. Afterwards everything
// must go on, and nothing may be left behind.
//
//   node journal-faults.js JOURNAL_MODULE FOLDER        prints the number of failures, or fails
"use strict";
const assert = require("node:assert");
const fs = require("node:fs");
const path = require("node:path");
const { setImmediate: nextTurn } = require("node:timers/promises");
const JournaledLoki = require(path.resolve(process.argv[2]));

const rows = 10;
const rounds = 24;
const folder = path.resolve(process.argv[3]);
const original = { ...fs };
const fault = { at: Infinity, until: 0, count: 0, live: "" };
const fds = new Set();
console.log = console.error = () => {}; // the journal's complaints
const noSpace = () => Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
const fails = () => ++fault.count >= fault.at && fault.count < fault.until;

fs.openSync = (file, flags, ...rest) => {
  const isWatched = /[aw]/.test(flags) && path.dirname(file) === fault.live;
  if (isWatched && fails()) throw noSpace();
  const fd = original.openSync(file, flags, ...rest);
  if (isWatched) fds.add(fd);
  return fd;
};
fs.closeSync = (fd) => {
  fds.delete(fd);
  original.closeSync(fd);
};
fs.writeSync = (fd, bytes, ...rest) => {
  if (!fds.has(fd) || !fails()) return original.writeSync(fd, bytes, ...rest);
  original.writeSync(fd, bytes.subarray(0, bytes.length >> 1));
  throw noSpace();
};
// A kill leaves what was written: nothing need get to the disk.
fs.fdatasync = (fd, done) => setImmediate(done, fds.has(fd) && fails() ? noSpace() : null);
for (const [name, isWatched] of [
  ["ftruncateSync", (fd) => fds.has(fd)],
  ["fdatasyncSync", (fd) => fds.has(fd)],
  ["renameSync", (file) => path.dirname(file) === fault.live],
  ["writeFileSync", (file) => path.dirname(`${file}`) === fault.live],
]) {
  fs[name] = (...args) => {
    if (isWatched(args[0]) && fails()) throw noSpace();
    return name === "fdatasyncSync" ? undefined : original[name](...args);
  };
}

const load = (file) => new Promise((resolve, reject) => {
  const database = new JournaledLoki(file);
  database.loadDatabase({}, (error) => (error ? reject(error) : resolve(database)));
});

function overwrite(collection, round) {
  for (let row = 0; row < rows; row++) {
    const old = collection.findOne({ row });
    const properties = { data: `${round}`.padEnd(8_000, "x") };
    if (old && row % 2 === 1) {
      collection.update({ ...old, round, properties });
      continue;
    }

    if (old) collection.remove(old);
    collection.insert({ PartitionKey: "p", row, round, properties });
  }
}

/** The round that a kill at this moment leaves; 0 where there is nothing yet. */
async function roundLeft(name) {
  const copy = path.join(folder, "copy");
  original.mkdirSync(copy);
  for (const file of original.readdirSync(fault.live)) original.copyFileSync(path.join(fault.live, file), path.join(copy, file));
  const found = (await load(path.join(copy, "tables"))).getCollection("rows")?.data ?? [];
  original.rmSync(copy, { recursive: true });
  if (found.length === 0) return 0;
  assert.deepEqual(found.map((document) => document.row).sort((a, b) => a - b), [...Array(rows).keys()], `${name}: rows`);
  assert.equal(new Set(found.map((document) => document.round)).size, 1, `${name}: rounds ${found.map((document) => document.round)}`);
  for (const { round, properties } of found) assert.equal(properties.data, `${round}`.padEnd(8_000, "x"), name);
  return found[0].round;
}

/** Gives the number of file changes that a run without failure makes. */
async function run(at, length) {
  const name = `failure ${at}, ${length} long`;
  fault.live = path.join(folder, `${at}-${length}`);
  original.mkdirSync(fault.live);
  Object.assign(fault, { at, until: at + length, count: 0 });
  const database = new JournaledLoki(path.join(fault.live, "tables"));
  database.smallestJournal = 250_000;
  database.onChange = () => {}; // The test says when changes are written.
  const collection = database.addCollection("rows", { indices: ["row"] });
  let written = 0;
  let snapshots = 0;
  for (let round = 1; round <= rounds || fault.count < fault.until && at < Infinity || snapshots < 2; round++) {
    assert.ok(round < 1000, `${name}: it does not come to an end`);
    database.noSnapshotBefore = 0;
    overwrite(collection, round);
    if (database.tryWrite()) written = round;
    clearTimeout(database.writeTimer);
    const isTaking = database.isTakingSnapshot;
    while (database.isTakingSnapshot) await nextTurn();
    if (isTaking && database.oldBytes === 0) snapshots++;
    assert.deepEqual(original.readdirSync(fault.live).filter((file) => file.endsWith(".new")), [], `${name}, round ${round}`);
    const left = await roundLeft(`${name}, round ${round}`);
    assert.ok(left >= written && left <= round, `${name}: round ${left} is left, ${written} was written`);
  }

  assert.ok(database.tryWrite(), name);
  assert.ok(original.readdirSync(fault.live).length <= 3, `${name}: ${original.readdirSync(fault.live)} are left`);
  database.close((error) => assert.ifError(error));
  const changes = fault.count;
  original.rmSync(fault.live, { recursive: true });
  return changes;
}

async function main() {
  original.mkdirSync(folder, { recursive: true });
  const changes = await run(Infinity, 1);
  for (let at = 1; at <= changes; at++) for (const length of at % 3 === 0 ? [1, 40] : [1]) await run(at, length);
  process.stdout.write(`${changes}`, () => process.exit(0));
}

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`, () => process.exit(1));
});
