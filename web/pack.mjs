// Makes the three archives that a page's Python starts from, in build/web-archives/: the standard
// library, the packages that the lock names, and the course. Python code is compiled by Pyodide's own
// Python, which starts three times as fast from them as from sources.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadPyodide } from "pyodide";

const web = dirname(fileURLToPath(import.meta.url));
const root = dirname(web);
const build = join(root, "build");
const packages = join(build, "web-packages");
const archives = join(build, "web-archives");
const WANTED = [
  "asgiref", "django", "djangorestframework", "iniconfig", "packaging", "pluggy",
  "prometheus-client", "pygments", "pytest", "pytest-django", "pyyaml", "sqlparse", "tzdata",
  "whitenoise",
];

// Of two entries of a package the later one in the lock is for the newer Python. Pyodide needs tzdata
// as Windows does: neither has a system that knows time zones.
const entries = new Map();
for (const entry of readFileSync(join(root, "requirements.lock"), "utf8").split(/\n(?=\S)/)) {
  const [, name, rest] = /^([\w-]+)(==[^]*)$/.exec(entry) ?? [];
  if (WANTED.includes(name)) entries.set(name, name + rest.replace(/ ;[^\\]*/, " "));
}
const missing = WANTED.filter((name) => !entries.has(name));
if (missing.length) throw new Error(`requirements.lock lacks ${missing.join(", ")}.`);
const locked = [...entries.values()].join("\n") + "\n";

mkdirSync(archives, { recursive: true });
const lock = join(archives, "requirements.txt");
if (readOr(lock) !== locked) {
  rmSync(packages, { recursive: true, force: true });
  writeFileSync(`${lock}.new`, locked);
  const [pip, ...args] = process.env.UV
    ? [process.env.UV, "pip", "install"]
    : ["python3", "-m", "pip", "install", "--ignore-requires-python", "--no-compile"];
  execFileSync(
    pip,
    [...args, "--quiet", "--target", packages, "--no-deps", "--only-binary=:all:",
      "--python-version=3.14", "--require-hashes", "-r", `${lock}.new`],
    { stdio: "inherit" },
  );
  writeFileSync(lock, locked);
}

// The page fetches no package by name: what it needs is in the archives.
const { info } = JSON.parse(readFileSync(join(web, "node_modules/pyodide/pyodide-lock.json"), "utf8"));
writeFileSync(join(archives, "pyodide-lock.json"), JSON.stringify({ info, packages: {} }));

const python = await loadPyodide();
for (const folder of ["kata", "arena", "exercises", "solutions", "chapters", "web"]) {
  python.FS.mkdirTree(`/root/${folder}`);
  python.mountNodeFS(`/root/${folder}`, join(root, folder));
}
python.FS.writeFile("/root/pyproject.toml", readFileSync(join(root, "pyproject.toml")));
python.mountNodeFS("/packages", packages);
python.mountNodeFS("/archives", archives);
python.runPython(readFileSync(join(web, "pack.py"), "utf8"));

function readOr(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
