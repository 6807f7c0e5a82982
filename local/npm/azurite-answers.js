// Holds back what Azurite answers until it is in the journals: whoever got an answer can rely on it, though this process and
// its clients are killed the next moment. All answers of a turn of the event loop wait for one write. A read waits too, where
// something is not written yet that it may have seen.
//
// A file that was written outlasts the death of this process, not that of the machine: a power cut can cost the second up to
// the next flush (azurite-journal.js). Flushing before each answer would cost more than all else that an answer takes.
//
// While the journals cannot be written (a full disk), what waits and whatever comes is refused as by a busy storage account. What
// was refused then may take effect nevertheless, as after any 5xx of the real service.
"use strict";

const busy = "The server is currently unable to receive requests. Please retry your request.";

/** What a refusal holds beside the status, by service. */
const refusals = {
  blobs: ["application/xml", `<?xml version="1.0" encoding="utf-8"?><Error><Code>ServerBusy</Code><Message>${busy}</Message></Error>`],
  tables: ["application/json", JSON.stringify({ "odata.error": { code: "ServerBusy", message: { lang: "en-US", value: busy } } })],
};

/** Headers that an answer keeps when it becomes a refusal: whom it is for, and what lets a page of another origin read it. */
const kept = /^(server|x-ms-(client-)?request-id|x-ms-version|access-control-.*|vary)$/i;

class Answers {
  /** @param journals In the order in which they are written: what others refer to comes first. */
  constructor(journals) {
    this.journals = journals;
    this.waiting = [];
    for (const journal of journals) journal.onDue = () => this.tryWrite();
  }

  /** Comes between a server and its listener. */
  guard(server, service) {
    const [listener] = server.listeners("request");
    server.removeAllListeners("request");
    server.on("request", (request, response) => {
      if (this.journals.some((journal) => journal.isFailing)) return refuse(response, service);
      this.holdBack(response, service);
      listener(request, response);
    });
  }

  holdBack(response, service) {
    const held = [];
    const hold = (name) => (...args) => {
      if (held.length === 0 && !this.journals.some((journal) => journal.isBehind)) {
        letGo(response);
        return response[name](...args);
      }

      held.push([name, args]);
      if (held.length === 1) this.afterWriting((isWritten) => (isWritten ? send(response, held) : refuse(response, service)));
      // To a stream that is piped into the response: wait for "drain".
      return name === "write" ? false : response;
    };
    response.write = hold("write");
    response.end = hold("end");
  }

  afterWriting(answer) {
    if (this.waiting.push(answer) === 1) setImmediate(() => this.write());
  }

  write() {
    const answers = this.waiting;
    this.waiting = [];
    const isWritten = this.tryWrite();
    for (const answer of answers) answer(isWritten);
  }

  /** One journal after the other as long as that succeeds: none gets what refers to something that another one lacks. */
  tryWrite() {
    return this.journals.every((journal) => journal.tryWrite());
  }
}

/** From here on the response's own functions. */
function letGo(response) {
  delete response.write;
  delete response.end;
}

function send(response, held) {
  letGo(response);
  for (const [name, args] of held) response[name](...args);
  response.emit("drain");
}

function refuse(response, service) {
  letGo(response);
  for (const name of response.getHeaderNames()) if (!kept.test(name)) response.removeHeader(name);
  const [type, body] = refusals[service];
  response.statusMessage = undefined;
  response.writeHead(503, { "content-type": type, "content-length": Buffer.byteLength(body), "x-ms-error-code": "ServerBusy" }).end(body);
  // A stream that is piped into it goes on to its end.
  response.write = () => true;
  response.end = () => response;
  response.emit("drain");
}

module.exports = Answers;
