// Installs the packages of package-lock.json, once, also when several builds ask at the same time.
"use strict";
const { spawnSync } = require("node:child_process");
const crypto = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

const stamp = path.join(__dirname, "node_modules", ".installed");
const lock = path.join(__dirname, ".installing");
const wanted = crypto.createHash("sha256").update(fs.readFileSync(path.join(__dirname, "package-lock.json"))).digest("hex");

if (Number(process.versions.node.split(".")[0]) < 20) fail(`Node.js 20 or later is needed, this is ${process.versions.node}.`);
takeLock();
try {
  if (!isInstalled()) install();
  fs.writeFileSync(stamp, wanted);
} finally {
  fs.rmSync(lock, { force: true });
}

function isInstalled() {
  return fs.existsSync(stamp) && fs.readFileSync(stamp, "utf8") === wanted;
}

function install() {
  // The shell finds npm.cmd on Windows.
  const result = spawnSync("npm", ["ci", "--loglevel=error"], { cwd: __dirname, stdio: "inherit", shell: process.platform === "win32" });
  if (result.error?.code === "ENOENT") fail("npm is needed; it comes with Node.js 20: https://nodejs.org/");
  if (result.status !== 0) fail("npm ci failed; see above.");
}

function takeLock() {
  for (;;) {
    try {
      fs.writeFileSync(lock, String(process.pid), { flag: "wx" });
      return;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }

    if (!isHeld()) fs.rmSync(lock, { force: true });
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
}

function isHeld() {
  try {
    const owner = Number(fs.readFileSync(lock, "utf8"));
    // A file just made may not have its owner's number in it yet.
    if (!owner) return Date.now() - fs.statSync(lock).mtimeMs < 5000;
    process.kill(owner, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

function fail(reason) {
  console.error(reason);
  fs.rmSync(lock, { force: true });
  process.exit(1);
}
