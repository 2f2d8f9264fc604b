// The page's worker: one Python, one check at a time. It posts what it has; the page decides.
import { start } from "./runtime.mjs";

const here = (path) => new URL(path, import.meta.url).href;

async function bytes(path) {
  const response = await fetch(here(path));
  if (!response.ok) throw new Error(`${response.url} is answered with ${response.status}`);
  return response.arrayBuffer();
}

const runtime = import(here(`${PYTHON}/pyodide.mjs`)).then(({ loadPyodide }) =>
  start(loadPyodide, {
    stdlib: here(`${PYTHON}/stdlib.zip`),
    packages: bytes(`${PYTHON}/packages.zip`),
    course: bytes(COURSE),
  }),
);
const broken = (error) => postMessage({ broken: String(error?.message ?? error) });

runtime.then(() => postMessage({ ready: true }), broken);

onmessage = async ({ data }) => {
  const { check, clean } = await runtime;
  try {
    postMessage({ result: check(data, (prepared) => postMessage({ prepared })) });
    postMessage({ clean: clean() });
  } catch (error) {
    broken(error);
  }
};
