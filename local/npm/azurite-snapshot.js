// The snapshot of a journaled database (azurite-journal.js), taken in small steps beside the normal work. It holds each document as of
// another moment, so it is good only with the journal of all these moments: that is on the disk before the snapshot takes its place.
// Until then all that it will replace stays, and stays in use where the snapshot fails.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const { commit, definition, flush, flushFolder, writeAll } = require("./azurite-journal-files.js");

const againAfterMs = 10_000;
const stepBytes = 128 * 1024;

/**
 * Writes all documents as they are when their turn comes. Those that change meanwhile are in the journal that is begun
 * first, and which is read after the snapshot.
 */
async function takeSnapshot(database) {
  if (database.isTakingSnapshot || Date.now() < database.noSnapshotBefore) return;
  database.isTakingSnapshot = true;
  const file = database.path + ".new";
  try {
    const last = database.journal;
    // Nobody flushes this journal later, and it must not be lost before those that follow it.
    fs.fdatasyncSync(last.fd);
    database.openJournal();
    fs.closeSync(last.fd);
    database.oldJournals.push(`${database.path}.${last.number}`);
    database.oldBytes += last.bytes;
    const bytes = await writeSnapshot(database, file, last.number);
    if (database.isClosed) return;
    // A document may have been replaced (removed, and added with another id) since the snapshot passed its place: the
    // snapshot then has neither, and the old journals the only copy until the new one is written.
    if (!database.tryWrite()) throw new Error(`No snapshot of ${database.path}: the journal behind it cannot be written.`);
    await flush(database.journal.fd);
    if (database.isClosed) return;
    fs.renameSync(file, database.path);
    flushFolder(path.dirname(database.path));
    database.snapshotBytes = bytes;
    const replaced = database.oldJournals;
    database.oldJournals = [];
    database.oldBytes = 0;
    for (const journal of replaced) fs.rmSync(journal, { force: true });
  } catch (error) {
    database.noSnapshotBefore = Date.now() + againAfterMs;
    fs.rmSync(file, { force: true });
    throw error;
  } finally {
    database.isTakingSnapshot = false;
  }
}

/** Gives the length; incomplete where the database is closed meanwhile. */
async function writeSnapshot(database, file, journal) {
  const fd = fs.openSync(file, "w");
  try {
    let bytes = 0;
    let text = database.collections.map((collection) => JSON.stringify(definition(collection)) + "\n").join("");
    for (const collection of [...database.collections]) {
      for (const id of collection.data.map((document) => document.$loki)) {
        const document = collection.get(id);
        if (document) text += JSON.stringify({ in: collection.name, put: document }) + "\n";
        if (text.length < stepBytes) continue;
        bytes += writeAll(fd, text);
        text = "";
        await new Promise(setImmediate);
        if (database.isClosed) return bytes;
      }
    }

    bytes += writeAll(fd, text + JSON.stringify({ journal, bytes }) + "\n" + commit);
    await flush(fd);
    return bytes;
  } finally {
    fs.closeSync(fd);
  }
}

module.exports = { takeSnapshot };
