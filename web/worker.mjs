// The page's worker: one Python, one check at a time. It posts what it has; the page decides.
import { start } from "./runtime.mjs";

const here = (path) => new URL(path, import.meta.url).href;
let fetched = 0, told = 0; // bytes, as a host sends them that compresses

// Counts what comes. Pyodide fetches most files by itself, but it imports its scripts: those are small.
const plain = globalThis.fetch;
globalThis.fetch = async (request, options) => {
  const response = await plain(request, options);
  const size = FETCHED[response.url.split("/").pop()];
  if (!response.ok || !size) return response;
  const counted = new TransformStream({
    transform(chunk, to) {
      tell((chunk.length / size.read) * size.sent);
      to.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(counted), response);
};

function tell(more) {
  fetched += more;
  if (fetched - told < ALL / 100) return;
  told = fetched;
  postMessage({ fetched, all: ALL });
}

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
