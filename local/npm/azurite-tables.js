// Azurite's table store reads every row of a table for every query, and every row of a partition to find one by its keys.
//
// Nearly all queries name one partition, for which the store has an index: those rows are taken first, and Azurite's own
// filter then works on them alone. Rows are found by their keys in an index of our own.
"use strict";
const quoted = /'(?:[^']|'')*'/g;
const partition = /^[\s(]*PartitionKey eq ('(?:[^']|'')*')[\s)]*(?:and\b|$)/;

/** The partition that a filter is confined to, or undefined. */
function onlyPartition(filter) {
  const match = partition.exec(filter ?? "");
  // "or" anywhere outside a literal could widen the filter again, "not" turn it round.
  if (!match || /\b(or|not)\b/.test(filter.replace(quoted, "''"))) return undefined;
  return match[1].slice(1, -1).replaceAll("''", "'");
}

const indexed = new WeakSet();

/** Lets a collection of entities find one by its two keys at once, however many its partition has. */
function indexKeys(collection) {
  if (indexed.has(collection)) return collection;
  const ids = new Map();
  const key = (row) => `${row.PartitionKey}/${row.RowKey}`; // neither key can hold a slash
  for (const row of collection.data) ids.set(key(row), row.$loki);
  collection.on("insert", (row) => ids.set(key(row), row.$loki));
  collection.on("delete", (row) => ids.delete(key(row)));
  collection.findOne = (keys) => {
    const id = ids.get(key(keys));
    return id === undefined ? null : collection.get(id);
  };
  indexed.add(collection);
  return collection;
}

module.exports = (TableStore) => class extends TableStore {
  async queryTableEntities(context, account, table, options, ...next) {
    const key = onlyPartition(options.filter);
    if (key === undefined) return super.queryTableEntities(context, account, table, options, ...next);
    const confined = Object.create(this);
    confined.getEntityCollection = (...args) => {
      const rows = this.getEntityCollection(...args);
      return { chain: () => rows.chain().find({ PartitionKey: key }) };
    };
    return super.queryTableEntities.call(confined, context, account, table, options, ...next);
  }

  getEntityCollection(...args) {
    return indexKeys(super.getEntityCollection(...args));
  }
};
module.exports.onlyPartition = onlyPartition;
