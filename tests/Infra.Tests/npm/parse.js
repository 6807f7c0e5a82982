// Parses Bicep. Reads a JSON array of source texts from standard input, and writes a JSON array of syntax trees.
//
// A node is [type, start, end, flags, field, children]: positions in UTF-16 units; flags 1: named, 2: an error, 4: missing from
// the source; field: what it is to its parent, or null.
"use strict";
const fs = require("node:fs");
const { Language, Parser } = require("web-tree-sitter");

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});

async function main() {
  const sources = JSON.parse(fs.readFileSync(0, "utf8"));
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(await Language.load(require.resolve("tree-sitter-bicep/tree-sitter-bicep.wasm")));
  process.stdout.write(JSON.stringify(sources.map((source) => toArray(parser.parse(source).rootNode, null))));
}

function toArray(node, field) {
  const flags = (node.isNamed ? 1 : 0) | (node.isError ? 2 : 0) | (node.isMissing ? 4 : 0);
  const children = node.children.map((child, i) => toArray(child, node.fieldNameForChild(i)));
  return [node.type, node.startIndex, node.endIndex, flags, field, children];
}
