// The files of azurite-journal.js: lines of JSON, in groups that a commit line closes.
"use strict";
const fs = require("node:fs");
const path = require("node:path");

const commit = '{"commit":true}\n';

/** The line that begins a collection. */
function definition(collection) {
  return { collection: collection.name, options: { indices: Object.keys(collection.binaryIndices), unique: collection.uniqueNames } };
}

/** The numbers of a database's journals, in order. */
function journalsOf(database) {
  const prefix = path.basename(database) + ".";
  return fs.readdirSync(path.dirname(database))
    .filter((name) => name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)))
    .map((name) => Number(name.slice(prefix.length)))
    .sort((a, b) => a - b);
}

/**
 * What stands behind the last commit line was torn off by a crash and does not count. Of the file that a power cut may have caught between
 * two flushes, neither does what follows a line that makes no sense: the disk had not got that yet, and it is cut off. In any other
 * file it is damage.
 */
function* readCommitted(file, mayHaveHoles) {
  const bytes = fs.readFileSync(file);
  let group = [];
  let sound = 0;
  for (let start = 0, end; (end = bytes.indexOf(10, start)) >= 0; start = end + 1) {
    const line = parse(bytes.toString("utf8", start, end));
    if (!line && mayHaveHoles) return fs.truncateSync(file, sound);
    if (!line) throw new Error(`${file} is damaged at byte ${start}.`);
    if (line.commit) {
      yield* group;
      group = [];
      sound = end + 1;
    } else {
      group.push(line);
    }
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function writeAll(fd, text) {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length; ) written += fs.writeSync(fd, bytes, written);
  return bytes.length;
}

function flush(fd) {
  return new Promise((resolve, reject) => fs.fdatasync(fd, (error) => (error ? reject(error) : resolve())));
}

/** Makes a renamed file's new name outlast a power cut. Windows has no such call and does it by itself. */
function flushFolder(folder) {
  if (process.platform === "win32") return;
  const fd = fs.openSync(folder);
  try {
    fs.fsyncSync(fd);
  } finally {
    fs.closeSync(fd);
  }
}

module.exports = { commit, definition, flush, flushFolder, journalsOf, readCommitted, writeAll };
