// Reads a Mermaid diagram with Mermaid's own parser and prints what it understood as JSON.
// Argument: the folder in which `npm install mermaid jsdom` was run. The diagram comes on stdin.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(path.join(path.resolve(process.argv[2]), "index.js"));
const { JSDOM } = require("jsdom");
const { window } = new JSDOM("");
Object.assign(globalThis, { window, document: window.document });
const entry = path.join(path.resolve(process.argv[2]), "node_modules/mermaid/dist/mermaid.core.mjs");
const { default: mermaid } = await import(pathToFileURL(entry));
const text = fs.readFileSync(0, "utf8");
await mermaid.parse(text);
const { type, db } = await mermaid.mermaidAPI.getDiagramFromText(text);
const day = (time) => time.toISOString().slice(0, 10);
const understood = type === "gantt" ? {
  sections: db.getSections(),
  tasks: db.getTasks().map((task) => ({
    section: task.section,
    label: task.task.trim(),
    start: day(task.startTime),
    end: day(task.endTime),
    tags: ["crit", "active", "milestone"].filter((tag) => task[tag]),
  })),
} : {
  nodes: Object.fromEntries([...db.getVertices().values()].map((node) => [node.id, node.text])),
  edges: db.getEdges().map((edge) => [edge.start, edge.end]),
  frames: db.getSubGraphs().map((frame) => frame.id),
};
console.log(JSON.stringify(understood));
