// Builds the pages of web/ into web/dist, unless what is there was made from the same sources.
"use strict";
const crypto = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");
const { attempt, exclusively, install, npm } = require("./packages");

const web = path.join(__dirname, "..", "..", "web");
const dist = path.join(web, "dist");
const next = path.join(web, "dist.next");
const stamp = path.join(dist, ".built");
const notSources = new Set(["node_modules", "dist", "dist.next", "e2e"]);

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.log(`The console and the demo page are not built: they need Node.js 20.19 or later, this is ${process.versions.node}. All else works.`);
} else {
  attempt(() => exclusively(web, build));
}

function build() {
  // What changes while this goes on must count as newer than the pages.
  const began = new Date();
  const sources = hash();
  if (!fs.existsSync(stamp) || fs.readFileSync(stamp, "utf8") !== sources) {
    console.log("Building the pages ...");
    install(web);
    npm(web, "run", "build", "--", "--outDir", "dist.next", "--emptyOutDir");
    fs.writeFileSync(path.join(next, ".built"), sources);
    // A running host serves the old pages until the new ones are whole.
    fs.rmSync(dist, { recursive: true, force: true });
    fs.renameSync(next, dist);
  }
  fs.utimesSync(stamp, began, began);
}

function hash() {
  const hash = crypto.createHash("sha256");
  for (const file of filesOf(web)) hash.update(path.relative(web, file)).update("\0").update(fs.readFileSync(file)).update("\0");
  return hash.digest("hex");
}

function filesOf(folder) {
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !notSources.has(entry.name) && entry.name !== ".installing")
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesOf(path.join(folder, entry.name)) : [path.join(folder, entry.name)]));
}
