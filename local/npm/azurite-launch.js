// Starts azurite-server.js in a session of its own, where neither a terminal's Ctrl-C nor the end of the host reaches it,
// waits until it serves, and ends: exit code 0 says that it does.
//
//   node azurite-launch.js FOLDER [BLOB_PORT TABLE_PORT [exactly]]
"use strict";
const { spawn } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");

const folder = path.resolve(process.argv[2]);
fs.mkdirSync(folder, { recursive: true });
const logFile = path.join(folder, "azurite.log");
// What the process before has said at its end stays, but not for ever.
const isLong = fs.existsSync(logFile) && fs.statSync(logFile).size > 1_000_000;
const log = fs.openSync(logFile, isLong ? "w" : "a");
const server = spawn(process.execPath, [path.join(__dirname, "azurite-server.js"), folder, ...process.argv.slice(3)], {
  cwd: folder,
  detached: true,
  stdio: ["ignore", log, log, "ipc"],
  windowsHide: true,
});
// Ctrl-C reaches this process, not the server; the host waits for this one to know what has become of the other.
process.on("SIGINT", () => {});
server.on("message", () => process.exit(0));
server.on("error", (error) => {
  console.error(String(error));
  process.exit(1);
});
server.on("exit", (code) => process.exit(code ?? 1));
