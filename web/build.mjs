// Bundles the page's scripts, and lays them out with Python and the archives in build/web/. Names hold
// a hash of the content, all but kata.mjs: a browser can cache each of them without end.
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const web = dirname(fileURLToPath(import.meta.url));
const out = join(web, "../build/web");
const archives = join(web, "../build/web-archives");
const pyodide = join(web, "node_modules/pyodide");

const python = [
  ...["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm"].map((name) => [name, join(pyodide, name)]),
  ...["pyodide-lock.json", "stdlib.zip", "packages.zip"].map((name) => [name, join(archives, name)]),
];
const course = join(archives, "course.zip");
const PYTHON = `python-${hash(...python.map(([, file]) => file))}`;
const COURSE = `course-${hash(course)}.zip`;
// What a reader waits for: the bytes of each file, and those that a host sends, which compresses.
const FETCHED = Object.fromEntries([...python, [COURSE, course]].map(([name, file]) => [name, sizes(file)]));
const ALL = Object.values(FETCHED).reduce((all, { sent }) => all + sent, 0);

rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, PYTHON), { recursive: true });
for (const [name, file] of python) copyFileSync(file, join(out, PYTHON, name));
copyFileSync(course, join(out, COURSE));

const usual = {
  bundle: true,
  format: "esm",
  minify: true,
  target: "es2022",
  outdir: out,
  outExtension: { ".js": ".mjs" },
  loader: { ".css": "text" },
  logLevel: "warning",
};
const { metafile } = await build({
  ...usual,
  entryPoints: [join(web, "worker.mjs")],
  entryNames: "[name]-[hash]",
  define: {
    PYTHON: JSON.stringify(PYTHON),
    COURSE: JSON.stringify(COURSE),
    FETCHED: JSON.stringify(FETCHED),
    ALL: String(ALL),
  },
  metafile: true,
});
const [worker] = Object.keys(metafile.outputs);
await build({
  ...usual,
  entryPoints: [join(web, "kata.mjs")],
  splitting: true,
  chunkNames: "[name]-[hash]",
  define: {
    WORKER: JSON.stringify(`./${worker.split("/").pop()}`),
    MEGABYTES: (ALL / 1e6).toFixed(0),
  },
});

function sizes(file) {
  const bytes = readFileSync(file);
  return { read: bytes.length, sent: file.endsWith(".zip") ? bytes.length : gzipSync(bytes).length };
}

function hash(...files) {
  const digest = createHash("sha256");
  for (const file of files) digest.update(readFileSync(file));
  return digest.digest("hex").slice(0, 10);
}
