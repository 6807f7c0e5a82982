// Loaded into azurite-server.js before it begins (node --require), lets happen to it what stands in FAULT, a file beside its folder:
//
//   full      what it writes fails half-way, for want of space; with a name after it (full blob-extents) only the journals of that
//             database do
//   killed    it is killed in place of the next write; the fault is over then
//   absent    it is killed, or does not start
//   silent    it takes connections and answers nothing
"use strict";
const fs = require("node:fs");
const path = require("node:path");

if (path.basename(process.argv[1] ?? "") === "azurite-server.js") plant(path.join(path.resolve(process.argv[2]), "..", "azurite-fault"));

function plant(file) {
  const { openSync, writeSync, write } = fs;
  const noSpace = () => Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
  const fault = () => {
    try {
      return fs.readFileSync(file, "utf8").trim();
    } catch {
      return "";
    }
  };
  const die = () => process.kill(process.pid, "SIGKILL");
  const names = new Map();
  const isFull = (fd) => fault() === "full" || fault() === `full ${names.get(fd)?.replace(/\.\d+$/, "")}`;

  fs.openSync = (file, ...rest) => {
    const fd = openSync(file, ...rest);
    names.set(fd, path.basename(`${file}`));
    return fd;
  };
  fs.writeSync = (fd, bytes, ...rest) => {
    if (fd <= 2) return writeSync(fd, bytes, ...rest);
    if (fault() === "killed") {
      fs.rmSync(file);
      die();
      for (;;); // until the signal has arrived
    }

    if (!isFull(fd)) return writeSync(fd, bytes, ...rest);
    writeSync(fd, bytes.subarray(0, bytes.length >> 1));
    throw noSpace();
  };
  fs.write = (fd, bytes, ...rest) => {
    if (fd <= 2 || fault() !== "full") return write(fd, bytes, ...rest);
    rest.at(-1)(noSpace());
  };
  if (fault() === "absent") process.exit(1);
  const never = new Int32Array(new SharedArrayBuffer(4));
  setInterval(() => {
    if (fault() === "absent") die();
    while (fault() === "silent") Atomics.wait(never, 0, 0, 20);
  }, 20).unref();
}
