// Overwrites ten rows together until the journal has been replaced by snapshots, and looks at what every crash on the way
// would have left: killed before each change of a file, all that was written stays; with the power cut, only what was flushed.
// Whatever is left must hold all rows, all of one round, which is not older than the last round that was safe then.
//
//   node journal-crashes.js JOURNAL_MODULE FOLDER        prints the number of crashes, or fails
"use strict";
const assert = require("node:assert");
const fs = require("node:fs");
const path = require("node:path");
const { setImmediate: nextTurn } = require("node:timers/promises");
const JournaledLoki = require(path.resolve(process.argv[2]));

const rows = 10;
const folder = path.resolve(process.argv[3]);
const live = path.join(folder, "live");
const original = { ...fs };
const files = new Map(); // of each open file: its path
const flushed = new Map(); // of each path: the bytes that outlast a power cut
const contents = { written: 0, flushed: 0, writing: 0, ofFile: new Map() }; // rounds
const crashes = [];

function watch() {
  fs.openSync = (file, flags, ...rest) => {
    // The copies, and whatever is only read, are opened here as well.
    const isWatched = /[aw]/.test(flags) && path.dirname(file) === live;
    if (isWatched) before("open");
    const fd = original.openSync(file, flags, ...rest);
    if (isWatched) files.set(fd, file);
    return fd;
  };
  fs.closeSync = (fd) => {
    files.delete(fd);
    original.closeSync(fd);
  };
  fs.writeSync = (fd, ...rest) => {
    if (files.has(fd)) before("write");
    const written = original.writeSync(fd, ...rest);
    if (isJournal(files.get(fd))) contents.ofFile.set(files.get(fd), (contents.written = contents.writing));
    return written;
  };
  fs.fdatasyncSync = (fd) => {
    original.fdatasyncSync(fd);
    setFlushed(state(fd));
  };
  fs.fdatasync = (fd, done) => {
    const then = state(fd);
    original.fdatasync(fd, (error) => {
      before("flush");
      if (!error) setFlushed(then);
      done(error);
    });
  };
  fs.renameSync = (from, to) => {
    before("rename");
    original.renameSync(from, to);
    flushed.set(to, flushed.get(from));
    flushed.delete(from);
    before("clean up");
  };
  fs.rmSync = (file, ...rest) => {
    before("remove");
    original.rmSync(file, ...rest);
  };
}

const isJournal = (file) => /\.\d+$/.test(file);
const state = (fd) => ({ file: files.get(fd), bytes: fs.fstatSync(fd).size, round: contents.ofFile.get(files.get(fd)) ?? 0 });

function setFlushed({ file, bytes, round }) {
  // Of two flushes at a time, the earlier one may be done later.
  flushed.set(file, Math.max(bytes, flushed.get(file) ?? 0));
  if (isJournal(file)) contents.flushed = Math.max(contents.flushed, round);
}

/** Copies what a crash at this moment leaves, in either way. */
function before(step) {
  for (const way of ["killed", "power cut"]) {
    const copy = path.join(folder, `${crashes.length}`);
    original.mkdirSync(copy);
    for (const name of original.readdirSync(live)) {
      const file = path.join(live, name);
      const bytes = original.readFileSync(file);
      original.writeFileSync(path.join(copy, name), way === "killed" ? bytes : bytes.subarray(0, flushed.get(file) ?? 0));
    }
    const atLeast = way === "killed" ? contents.written : contents.flushed;
    crashes.push({ name: `${way} before ${step} (round ${contents.writing}, copy ${crashes.length})`, copy, atLeast });
  }
}

const load = (file) => new Promise((resolve, reject) => {
  const database = new JournaledLoki(file);
  database.loadDatabase({}, (error) => (error ? reject(error) : resolve(database)));
});

/**
 * As Azurite changes rows in a transaction. Replaced, as the even ones are, a row is removed, and added with another id; merged,
 * as the odd ones are, it keeps its id and most of its values.
 */
function overwrite(collection) {
  const round = ++contents.writing;
  for (let row = 0; row < rows; row++) {
    const old = collection.findOne({ row });
    if (old && row % 2 === 1) {
      collection.update({ ...old, round, properties: { ...old.properties, [`data${round % 3}`]: data(round) } });
      continue;
    }

    if (old) collection.remove(old);
    collection.insert({ PartitionKey: "p", row, round, properties: { data0: data(round), data1: data(round), data2: data(round) } });
  }
}

const data = (round) => `${round}`.padEnd(16_000, "x");

/** What {@link overwrite} made of a row by some round. */
function expected(row, round) {
  const last = (remainder) => Math.max(1, round - ((round - remainder + 3) % 3));
  const ofRound = row % 2 === 0 ? [round, round, round] : [last(0), last(1), last(2)];
  return Object.fromEntries(ofRound.map((of, i) => [`data${i}`, data(of)]));
}

async function main() {
  original.mkdirSync(live, { recursive: true });
  const database = new JournaledLoki(path.join(live, "tables"));
  database.smallestJournal = 1_500_000;
  database.onChange = () => {}; // The test says when changes are written.
  const collection = database.addCollection("rows", { indices: ["row"] });
  overwrite(collection);
  database.write();
  await new Promise((resolve) => fs.fdatasync(database.journal.fd, resolve));
  for (const name of original.readdirSync(live)) flushed.set(path.join(live, name), original.statSync(path.join(live, name)).size);
  contents.written = contents.flushed = contents.writing;

  watch();
  files.set(database.journal.fd, `${database.path}.${database.journal.number}`);
  for (let snapshots = 0; snapshots < 3; snapshots++) {
    while (!database.isTakingSnapshot) {
      overwrite(collection);
      database.write();
    }
    while (database.isTakingSnapshot) {
      await nextTurn();
      overwrite(collection);
      if (contents.writing % 3 < snapshots) database.write(); // none, some, more of them
    }
  }
  for (const name of ["openSync", "closeSync", "writeSync", "fdatasyncSync", "fdatasync", "renameSync", "rmSync"]) fs[name] = original[name];

  for (const { name, copy, atLeast } of crashes) {
    const found = (await load(path.join(copy, "tables"))).getCollection("rows")?.data ?? [];
    assert.deepEqual(found.map((document) => document.row).sort((a, b) => a - b), [...Array(rows).keys()], `${name}: rows`);
    assert.equal(new Set(found.map((document) => document.round)).size, 1, `${name}: rounds ${found.map((document) => document.round)}`);
    for (const { row, round, properties } of found) assert.deepEqual(properties, expected(row, round), `${name}: row ${row}`);
    assert.ok(found[0].round >= atLeast, `${name}: round ${found[0].round} instead of ${atLeast}`);
    original.rmSync(copy, { recursive: true });
  }
  console.log(crashes.length);
  process.exit(0);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
