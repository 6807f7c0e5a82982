// Installs the packages of a folder's package-lock.json, once, also when several builds ask at the same time.
//
//   node install.js [FOLDER]     without one: the folder of this file
"use strict";
const path = require("node:path");
const { attempt, exclusively, install } = require("./packages");

if (Number(process.versions.node.split(".")[0]) < 20) {
  console.error(`Node.js 20 or later is needed, this is ${process.versions.node}.`);
  process.exitCode = 1;
} else {
  const folder = path.resolve(process.argv[2] ?? __dirname);
  attempt(() => exclusively(folder, () => install(folder)));
}
