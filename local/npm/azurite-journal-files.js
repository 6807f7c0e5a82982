// The files of azurite-journal.js: lines of JSON, in groups that a commit line closes.
"use strict";
const fs = require("node:fs");
const path = require("node:path");

const commit = '{"commit":true}\n';

/** The numbers of a database's journals, in order. */
function journalsOf(database) {
  const prefix = path.basename(database) + ".";
  return fs.readdirSync(path.dirname(database))
    .filter((name) => name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)))
    .map((name) => Number(name.slice(prefix.length)))
    .sort((a, b) => a - b);
}

/** What stands behind the last commit line was torn off by a crash and does not count. */
function* readCommitted(file) {
  const bytes = fs.readFileSync(file);
  let group = [];
  for (let start = 0, end; (end = bytes.indexOf(10, start)) >= 0; start = end + 1) {
    const line = JSON.parse(bytes.toString("utf8", start, end));
    if (line.commit) {
      yield* group;
      group = [];
    } else {
      group.push(line);
    }
  }
}

function writeAll(fd, text) {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length; ) written += fs.writeSync(fd, bytes, written);
  return bytes.length;
}

module.exports = { commit, journalsOf, readCommitted, writeAll };
