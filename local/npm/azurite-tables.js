// Azurite's table store reads every row of a table for every query. Nearly all queries name one partition, for which the
// store has an index: those rows are taken first, and Azurite's own filter then works on them alone.
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
};
module.exports.onlyPartition = onlyPartition;
