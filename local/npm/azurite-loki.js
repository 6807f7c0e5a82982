// Azurite's LokiJS, with an order of strings that indexes can rely on, and a list of changes that tells of the first one.
"use strict";
const Loki = require(require.resolve("lokijs", { paths: [require.resolve("azurite/package.json")] }));

// LokiJS orders "10" and "9" as numbers but "10" and "1a" as strings, which is no order at all: an index over keys like
// these loses rows. Keys of tables and blobs are strings.
const { lt, gt, aeq } = Loki.Comparators;
const areStrings = (a, b) => typeof a === "string" && typeof b === "string";
Loki.Comparators.lt = (a, b, orEqual) => areStrings(a, b) ? (orEqual ? a <= b : a < b) : lt(a, b, orEqual);
Loki.Comparators.gt = (a, b, orEqual) => areStrings(a, b) ? (orEqual ? a >= b : a > b) : gt(a, b, orEqual);
Loki.Comparators.aeq = (a, b) => areStrings(a, b) ? a === b : aeq(a, b);

/** Ids of changed documents; the first one calls for a write. */
class ChangedIds extends Array {
  static get [Symbol.species]() {
    return Array;
  }

  constructor(onChange) {
    super();
    Object.defineProperty(this, "onChange", { value: onChange });
  }

  push(id) {
    this.onChange();
    return super.push(id);
  }
}

module.exports = { Loki, ChangedIds };
