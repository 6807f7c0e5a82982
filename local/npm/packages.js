// Installing npm packages when several builds ask at the same time.
"use strict";
const { spawnSync } = require("node:child_process");
const crypto = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

module.exports = { attempt, exclusively, install, npm };

/** Runs the work while no other process does so for this folder. Throws what the work throws. */
function exclusively(folder, work) {
  const lock = path.join(folder, ".installing");
  takeLock(lock);
  try {
    work();
  } finally {
    fs.rmSync(lock, { force: true });
  }
}

/** Installs what the folder's package-lock.json names, unless that has been done. */
function install(folder) {
  const stamp = path.join(folder, "node_modules", ".installed");
  const wanted = crypto.createHash("sha256").update(fs.readFileSync(path.join(folder, "package-lock.json"))).digest("hex");
  if (!fs.existsSync(stamp) || fs.readFileSync(stamp, "utf8") !== wanted) npm(folder, "ci", "--loglevel=error");
  fs.writeFileSync(stamp, wanted);
}

/** Runs npm; what it printed is shown if it fails. */
function npm(folder, ...args) {
  // The shell finds npm.cmd on Windows.
  const result = spawnSync("npm", args, { cwd: folder, encoding: "utf8", shell: process.platform === "win32" });
  if (result.error?.code === "ENOENT") throw new Failure("npm is needed; it comes with Node.js 20: https://nodejs.org/");
  if (result.status !== 0) throw new Failure(`${result.stdout ?? ""}${result.stderr ?? ""}npm ${args.join(" ")} failed; see above.`);
}

class Failure extends Error {}

/** Runs a program's steps; a failure of npm ends it with its reason and exit code 1. */
function attempt(steps) {
  try {
    steps();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

function takeLock(lock) {
  for (;;) {
    try {
      fs.writeFileSync(lock, String(process.pid), { flag: "wx" });
      return;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }

    if (!isHeld(lock)) fs.rmSync(lock, { force: true });
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
}

function isHeld(lock) {
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
