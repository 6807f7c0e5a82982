// A LokiJS database that is kept as a snapshot and journals, for use in place of LokiJS by Azurite.
//
//   PATH        snapshot: every collection and document as of some journal, whose number stands at its end
//   PATH.1 …    journals: what changed since, in order
//
// All are lines of JSON. Lines count from their closing commit line on, so that what a power cut tears off is dropped
// whole. Changes are written within ten milliseconds, which survives the death of this process, and flushed to the disk
// every second. A snapshot is taken in small steps beside the normal work when the journals have outgrown it. It holds each
// document as of another moment, so it is good only with the journal of all these moments: that is on the disk before the
// snapshot takes its place.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const { Changes, apply } = require("./azurite-changes.js");
const { commit, flush, flushFolder, journalsOf, readCommitted, writeAll } = require("./azurite-journal-files.js");
const Loki = require(require.resolve("lokijs", { paths: [require.resolve("azurite/package.json")] }));

const writeAfterMs = 10;
const syncAfterMs = 1000;
const stepBytes = 128 * 1024;

/** Ids of changed documents; the first one calls for a write. */
class ChangedIds extends Array {
  static get [Symbol.species]() {
    return Array;
  }

  constructor(onChange) {
    super();
    Object.defineProperty(this, "onChange", { value: onChange });
  }

  push(id) {
    this.onChange();
    return super.push(id);
  }
}

class JournaledLoki extends Loki {
  constructor(file) {
    super(file, { persistenceMethod: "memory", autosave: false });
    this.isIncremental = true;
    this.path = file;
    this.pending = "";
    this.journal = { number: 0, fd: undefined, bytes: 0 };
    this.oldJournals = [];
    this.oldBytes = 0;
    this.snapshotBytes = 0;
    this.smallestJournal = 16 * 1024 * 1024;
    this.onChange = () => (this.writeTimer ??= setTimeout(() => this.write(), writeAfterMs));
  }

  addCollection(name, options) {
    const isNew = super.getCollection(name) === null;
    const collection = super.addCollection(name, options);
    if (isNew) {
      this.pending += JSON.stringify(definition(collection)) + "\n";
      this.watch(collection);
      this.onChange();
    }

    return collection;
  }

  removeCollection(name) {
    super.removeCollection(name);
    this.pending += JSON.stringify({ drop: name }) + "\n";
    this.onChange();
  }

  loadDatabase(_options, callback) {
    try {
      const { journal: included, bytes } = fs.existsSync(this.path) ? this.replay(this.path) : { journal: 0, bytes: 0 };
      this.snapshotBytes = bytes;
      for (const number of journalsOf(this.path)) {
        const file = `${this.path}.${number}`;
        this.journal.number = number;
        if (number <= included) fs.rmSync(file);
        else {
          this.replay(file);
          this.oldJournals.push(file);
          this.oldBytes += fs.statSync(file).size;
        }
      }

      this.journal.number = Math.max(this.journal.number, included);
      for (const collection of this.collections) this.index(collection);
      this.pending = "";
      callback(null);
    } catch (error) {
      callback(error);
    }
  }

  saveDatabase(callback) {
    try {
      this.write();
      callback?.(null);
    } catch (error) {
      callback?.(error);
    }
  }

  close(callback) {
    try {
      this.write();
      clearTimeout(this.syncTimer);
      if (this.journal.fd !== undefined) {
        fs.fdatasyncSync(this.journal.fd);
        fs.closeSync(this.journal.fd);
        this.journal.fd = undefined;
      }

      this.isClosed = true;
      callback(null);
    } catch (error) {
      callback(error);
    }
  }

  /** Appends everything that changed since the last call. */
  write() {
    clearTimeout(this.writeTimer);
    this.writeTimer = undefined;
    if (this.isClosed) return;
    let text = this.pending;
    this.pending = "";
    for (const collection of this.collections) {
      if (collection.dirtyIds.length === 0) continue;
      const ids = new Set(collection.dirtyIds);
      collection.dirtyIds = new ChangedIds(this.onChange);
      for (const id of ids) {
        text += JSON.stringify(collection.changes.describe(id)) + "\n";
      }
    }

    if (this.journal.fd === undefined) this.openJournal();
    if (text !== "") this.append(text + commit);
    if (this.journal.bytes + this.oldBytes > Math.max(this.smallestJournal, 2 * this.snapshotBytes)) this.takeSnapshot().catch(console.error);
  }

  append(text) {
    this.journal.bytes += writeAll(this.journal.fd, text);
    this.syncTimer ??= setTimeout(() => {
      this.syncTimer = undefined;
      fs.fdatasync(this.journal.fd, () => {});
    }, syncAfterMs);
  }

  openJournal() {
    // Azurite asks for the database only where the file at its path exists.
    if (!fs.existsSync(this.path)) fs.writeFileSync(this.path, JSON.stringify({ journal: 0, bytes: 0 }) + "\n" + commit);
    this.journal.number++;
    this.journal.fd = fs.openSync(`${this.path}.${this.journal.number}`, "a");
    this.journal.bytes = 0;
  }

  /**
   * Writes all documents as they are when their turn comes. Those that change meanwhile are in the journal that is
   * begun first, and which is read after the snapshot.
   */
  async takeSnapshot() {
    if (this.isTakingSnapshot) return;
    this.isTakingSnapshot = true;
    const included = this.journal.number;
    const replaced = [...this.oldJournals, `${this.path}.${included}`];
    // Nobody flushes this journal later, and it must not be lost before those that follow it.
    fs.fdatasyncSync(this.journal.fd);
    fs.closeSync(this.journal.fd);
    this.openJournal();
    // Where the snapshot fails, these stay on the disk and are read again.
    this.oldJournals = [];
    this.oldBytes = 0;
    try {
      const bytes = await this.writeSnapshot(this.path + ".new", included);
      if (this.isClosed) return;
      // A document may have been replaced (removed, and added with another id) since the snapshot passed its place: the
      // snapshot then has neither, and the old journals the only copy until the new one is written.
      this.write();
      await flush(this.journal.fd);
      if (this.isClosed) return;
      fs.renameSync(this.path + ".new", this.path);
      flushFolder(path.dirname(this.path));
      for (const file of replaced) fs.rmSync(file);
      this.snapshotBytes = bytes;
    } finally {
      this.isTakingSnapshot = false;
    }
  }

  /** Gives the length; incomplete where the database is closed meanwhile. */
  async writeSnapshot(file, journal) {
    const fd = fs.openSync(file, "w");
    try {
      let bytes = 0;
      let text = this.collections.map((collection) => JSON.stringify(definition(collection)) + "\n").join("");
      for (const collection of [...this.collections]) {
        for (const id of collection.data.map((document) => document.$loki)) {
          const document = collection.get(id);
          if (document) text += JSON.stringify({ in: collection.name, put: document }) + "\n";
          if (text.length < stepBytes) continue;
          bytes += writeAll(fd, text);
          text = "";
          await new Promise(setImmediate);
          if (this.isClosed) return bytes;
        }
      }

      bytes += writeAll(fd, text + JSON.stringify({ journal, bytes }) + "\n" + commit);
      await flush(fd);
      return bytes;
    } finally {
      fs.closeSync(fd);
    }
  }

  /** Applies a file's lines; gives a snapshot's own description. */
  replay(file) {
    // A kill during the very first write leaves a snapshot without lines.
    let description = { journal: 0, bytes: 0 };
    for (const line of readCommitted(file)) {
      if (line.journal !== undefined) description = line;
      else this.apply(line);
    }

    return description;
  }

  apply(line) {
    if (line.collection) {
      super.addCollection(line.collection, line.options).documents = new Map();
    } else if (line.drop) {
      super.removeCollection(line.drop);
    } else {
      const documents = super.getCollection(line.in)?.documents;
      if (documents) apply(documents, line);
    }
  }

  index(collection) {
    // LokiJS finds a document by bisecting the ids.
    collection.data = [...collection.documents.values()].sort((a, b) => a.$loki - b.$loki);
    delete collection.documents;
    collection.maxId = collection.data.at(-1)?.$loki ?? 0;
    collection.idIndex = null;
    collection.ensureId();
    collection.ensureAllIndexes(true);
    for (const field of collection.uniqueNames) collection.ensureUniqueIndex(field);
    this.watch(collection);
  }

  watch(collection) {
    collection.dirtyIds = new ChangedIds(this.onChange);
    collection.changes = new Changes(collection);
  }
}

function definition(collection) {
  return { collection: collection.name, options: { indices: Object.keys(collection.binaryIndices), unique: collection.uniqueNames } };
}

module.exports = JournaledLoki;
