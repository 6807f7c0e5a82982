// A LokiJS database that is kept as a snapshot and journals, for use in place of LokiJS by Azurite.
//
//   PATH        snapshot: every collection and document as of some journal, whose number stands at its end
//   PATH.1 …    journals: what changed since, in order
//
// All are lines of JSON. Lines count from their closing commit line on, so that what a power cut tears off is dropped
// whole. Changes are written before Azurite answers (azurite-answers.js), or within ten milliseconds where nobody waits for an
// answer, which survives the death of this process; they are flushed to the disk every second. What could not be written (a
// full disk) is kept and tried again until it is. A snapshot is taken when the journals have outgrown it (azurite-snapshot.js).
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const { Changes, apply } = require("./azurite-changes.js");
const { commit, definition, journalsOf, readCommitted, writeAll } = require("./azurite-journal-files.js");
const { takeSnapshot } = require("./azurite-snapshot.js");
const Loki = require(require.resolve("lokijs", { paths: [require.resolve("azurite/package.json")] }));

const writeAfterMs = 10;
const writeAgainAfterMs = 100;
const syncAfterMs = 1000;

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
    /** Whether the last write failed. Nothing may be answered then: memory is ahead of the files. */
    this.isFailing = false;
    this.journal = { number: 0, fd: undefined, bytes: 0, isTorn: false };
    this.oldJournals = [];
    this.oldBytes = 0;
    this.snapshotBytes = 0;
    this.noSnapshotBefore = 0;
    this.smallestJournal = 16 * 1024 * 1024;
    /** Whoever writes several databases in step puts itself here. */
    this.onDue = () => this.tryWrite();
    this.onChange = () => (this.writeTimer ??= setTimeout(() => this.onDue(), writeAfterMs));
  }

  /** Whether there are changes that are not in the journal. */
  get isBehind() {
    return this.writeTimer !== undefined;
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
      fs.rmSync(this.path + ".new", { force: true });
      const { journal: included, bytes } = fs.existsSync(this.path) ? this.replay(this.path, false) : { journal: 0, bytes: 0 };
      this.snapshotBytes = bytes;
      const numbers = journalsOf(this.path);
      for (const number of numbers) {
        const file = `${this.path}.${number}`;
        this.journal.number = number;
        if (number <= included) fs.rmSync(file);
        else {
          this.replay(file, number === numbers.at(-1));
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

  /** False where the files take nothing; then it is tried again before long, and {@link isFailing} until it succeeds. */
  tryWrite() {
    try {
      this.write();
      if (this.isFailing) console.log(`${this.path} is written again.`);
      this.isFailing = false;
      return true;
    } catch (error) {
      if (!this.isFailing) console.error(`${this.path} cannot be written; until it can be, every request is refused.`, error);
      this.isFailing = true;
      this.writeTimer ??= setTimeout(() => this.onDue(), writeAgainAfterMs);
      return false;
    }
  }

  /** Appends everything that changed since the last call, and what an earlier one that failed has left. */
  write() {
    clearTimeout(this.writeTimer);
    this.writeTimer = undefined;
    if (this.isClosed) return;
    this.pending += this.describeChanges();
    if (this.journal.fd === undefined) this.openJournal();
    if (this.pending !== "") this.append(this.pending + commit);
    this.pending = "";
    if (this.journal.bytes + this.oldBytes > Math.max(this.smallestJournal, 2 * this.snapshotBytes)) takeSnapshot(this).catch(console.error);
  }

  describeChanges() {
    let text = "";
    for (const collection of this.collections) {
      if (collection.dirtyIds.length === 0) continue;
      const ids = new Set(collection.dirtyIds);
      collection.dirtyIds = new ChangedIds(this.onChange);
      for (const id of ids) {
        text += JSON.stringify(collection.changes.describe(id)) + "\n";
      }
    }

    return text;
  }

  append(text) {
    // What a write that failed half-way has left would stand between the groups of lines.
    if (this.journal.isTorn) fs.ftruncateSync(this.journal.fd, this.journal.bytes);
    this.journal.isTorn = true;
    this.journal.bytes += writeAll(this.journal.fd, text);
    this.journal.isTorn = false;
    this.syncTimer ??= setTimeout(() => {
      this.syncTimer = undefined;
      fs.fdatasync(this.journal.fd, () => {});
    }, syncAfterMs);
  }

  openJournal() {
    // Azurite asks for the database only where the file at its path exists.
    if (!fs.existsSync(this.path)) fs.writeFileSync(this.path, JSON.stringify({ journal: 0, bytes: 0 }) + "\n" + commit);
    const number = this.journal.number + 1;
    this.journal = { number, fd: fs.openSync(`${this.path}.${number}`, "a"), bytes: 0, isTorn: false };
  }

  /** Applies a file's lines; gives a snapshot's own description. */
  replay(file, mayHaveHoles) {
    // A kill during the very first write leaves a snapshot without lines.
    let description = { journal: 0, bytes: 0 };
    for (const line of readCommitted(file, mayHaveHoles)) {
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

module.exports = JournaledLoki;
