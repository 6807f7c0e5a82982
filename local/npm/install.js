// Installs the packages of package-lock.json, once, also when several builds ask at the same time.
"use strict";
const { attempt, exclusively, install } = require("./packages");

if (Number(process.versions.node.split(".")[0]) < 20) {
  console.error(`Node.js 20 or later is needed, this is ${process.versions.node}.`);
  process.exitCode = 1;
} else {
  attempt(() => exclusively(__dirname, () => install(__dirname)));
}
