// Azurite's blob and table services for one folder, on loopback.
//
//   node azurite-server.js FOLDER [BLOB_PORT TABLE_PORT [exactly]]     a port that is missing, 0 or taken becomes a free one,
//                                                                      with "exactly" a taken one is an error
//
// It differs from the azurite command in five ways:
//   - changes go to an append-only journal (azurite-journal.js), because Azurite itself writes its whole database as
//     one JSON text every five seconds: nothing is served meanwhile (a second per 50 MB), and past 512 MB it fails;
//   - what it answers is in the journal already (azurite-answers.js), and a journal that cannot be written is answered 503;
//   - a query for one partition reads that partition, not the whole table (azurite-tables.js);
//   - no queue service, no telemetry;
//   - it is controlled over HTTP by whoever can read FOLDER/azurite.json: GET tells where it serves, DELETE stops it.
"use strict";
const crypto = require("node:crypto");
const fs = require("node:fs");
const http = require("node:http");
const net = require("node:net");
const path = require("node:path");
const { setTimeout: setTimeoutAsync } = require("node:timers/promises");
const Answers = require("./azurite-answers.js");

const folder = path.resolve(process.argv[2]);
const recordFile = path.join(folder, "azurite.json");
const token = crypto.randomBytes(16).toString("hex");
const state = { ready: false, pid: process.pid, folder };
let services = [];

main().catch((error) => {
  console.error(error);
  fs.rmSync(recordFile, { force: true });
  process.exit(1);
});

async function main() {
  const control = http.createServer(answer);
  await new Promise((resolve) => control.listen(0, "127.0.0.1", resolve));
  const record = { pid: process.pid, control: `http://127.0.0.1:${control.address().port}/${token}` };
  if (!(await takeFolder(record))) {
    console.log("Another process serves this folder.");
    process.exit(0);
  }

  services = await serve(await portOrFree(process.argv[3]), await portOrFree(process.argv[4]));
  [state.blobPort, state.tablePort] = services.map((service) => service.httpServer.address().port);
  state.ready = true;
  console.log(`Serving blobs on port ${state.blobPort} and tables on port ${state.tablePort}.`);
  process.once("SIGINT", stop).once("SIGTERM", stop);
  // Nobody can find a server whose folder was deleted.
  setInterval(() => fs.existsSync(recordFile) || process.exit(0), 5000).unref();
  // A service closes by itself when its collection of garbage fails; whoever watches this process starts another one.
  setInterval(() => state.ready && services.some((service) => service.getStatus() !== "Running") && process.exit(1), 1000).unref();
  if (process.send) process.send("ready", () => process.disconnect());
}

/** One server a folder: the record belongs to who created it, unless its server no longer answers. */
async function takeFolder(record) {
  for (;;) {
    try {
      fs.writeFileSync(recordFile, JSON.stringify(record), { flag: "wx" });
      return true;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }

    if (isBeingWritten()) await setTimeoutAsync(20);
    else if (await isServed()) return false;
    else fs.rmSync(recordFile, { force: true });
  }
}

/** A record appears before its text is in it. */
function isBeingWritten() {
  try {
    const { size, mtimeMs } = fs.statSync(recordFile);
    return size === 0 && Date.now() - mtimeMs < 5000;
  } catch {
    return false;
  }
}

/** A server that is only slow must not be taken for dead: two would write the same files. A dead one refuses at once. */
async function isServed() {
  try {
    const other = JSON.parse(fs.readFileSync(recordFile, "utf8"));
    const reply = await fetch(other.control, { signal: AbortSignal.timeout(30_000) });
    return reply.ok;
  } catch {
    return false;
  }
}

async function portOrFree(wanted) {
  const port = Number(wanted ?? 0);
  if (port === 0 || process.argv[5] === "exactly") return port;
  const probe = net.createServer();
  const isFree = await new Promise((resolve) => {
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
  return isFree ? port : 0;
}

async function serve(blobPort, tablePort) {
  // Modules of Azurite's that get a substitute, before anything loads them.
  replaceModule("applicationinsights", {});
  replaceModule("lokijs", require("./azurite-journal.js"));
  const tableStore = "azurite/dist/src/table/persistence/LokiTableMetadataStore.js";
  replaceModule(tableStore, { __esModule: true, default: require("./azurite-tables.js")(require(tableStore).default) });

  const BlobServer = require("azurite/dist/src/blob/BlobServer.js").default;
  const BlobConfiguration = require("azurite/dist/src/blob/BlobConfiguration.js").default;
  const TableServer = require("azurite/dist/src/table/TableServer.js").default;
  const TableConfiguration = require("azurite/dist/src/table/TableConfiguration.js").default;
  const keepAliveSeconds = 3600;
  const [noAccessLog, noDebugLog, strict, skipVersionCheck] = [false, false, false, true];
  const blobs = new BlobServer(new BlobConfiguration(
    "127.0.0.1", blobPort, keepAliveSeconds, path.join(folder, "blobs"), path.join(folder, "blob-extents"),
    [{ locationId: "Default", locationPath: path.join(folder, "blob-content"), maxConcurrency: 10 }],
    noAccessLog, undefined, noDebugLog, undefined, strict, skipVersionCheck));
  const tables = new TableServer(new TableConfiguration(
    "127.0.0.1", tablePort, keepAliveSeconds, path.join(folder, "tables"),
    noDebugLog, noAccessLog, undefined, undefined, strict, skipVersionCheck));
  // A blob refers to the extents that hold its content.
  const answers = new Answers([blobs.extentMetadataStore.db, blobs.metadataStore.db, tables.metadataStore.db]);
  answers.guard(blobs.httpServer, "blobs");
  answers.guard(tables.httpServer, "tables");
  // Content goes for good when it is garbage in the journal as well.
  const { extentStore } = blobs;
  const deleteExtents = extentStore.deleteExtents.bind(extentStore);
  extentStore.deleteExtents = async (extents) => (answers.tryWrite() ? deleteExtents(extents) : 0);
  await Promise.all([blobs.start(), tables.start()]);
  return [blobs, tables];
}

function replaceModule(name, exports) {
  const id = require.resolve(name, { paths: [path.dirname(require.resolve("azurite/package.json"))] });
  require.cache[id] = { id, filename: id, path: path.dirname(id), loaded: true, children: [], paths: [], exports };
}

async function answer(request, response) {
  if (request.url !== `/${token}`) return response.writeHead(404).end();
  if (request.method === "GET") return response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(state));
  if (request.method !== "DELETE") return response.writeHead(405).end();
  // Answered only when all is written; the process ends right after.
  const error = await stop().catch((e) => e);
  if (error) console.error(error);
  response.writeHead(error ? 500 : 204).end(() => process.exit(error ? 1 : 0));
}

async function stop() {
  state.ready = false;
  // Requests under way are answered and journalled before the journals close.
  await Promise.race([Promise.all(services.map((service) => new Promise((done) => service.httpServer.stop(done)))), setTimeoutAsync(2000)]);
  await Promise.all(services.map((service) => service.close()));
  services = [];
  fs.rmSync(recordFile, { force: true });
  setTimeout(() => process.exit(0), 200);
}
