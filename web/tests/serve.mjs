// A page with an editor, served as a strict site would: a security policy, and gzip for text and wasm.
import { readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

export const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const web = join(root, "build/web");
const POLICY =
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self' 'unsafe-inline'";
const TYPES = {
  ".mjs": "text/javascript",
  ".json": "application/json",
  ".wasm": "application/wasm",
  ".zip": "application/zip",
};

/** Serve build/web below /kata/ and `pages` by path; `sent` counts the bytes of what was answered. */
export async function serve(pages) {
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url, "http://localhost").pathname);
    const found = pages[path] ? [pages[path], "text/html; charset=utf-8"] : file(path);
    if (!found) return response.writeHead(404).end();
    const [content, type] = found;
    const body = type.endsWith("zip") ? content : gzipSync(content);
    served.sent += body.length;
    response.writeHead(200, {
      "Content-Type": type,
      "Content-Security-Policy": POLICY,
      "Cache-Control": path in pages ? "no-store" : "max-age=86400",
      ...(type.endsWith("zip") ? {} : { "Content-Encoding": "gzip" }),
    });
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const served = { sent: 0, url: `http://localhost:${server.address().port}`, close: () => server.close() };
  return served;
}

function file(path) {
  const name = join(web, path.replace(/^\/kata\//, ""));
  if (!path.startsWith("/kata/") || !statSync(name, { throwIfNoEntry: false })?.isFile()) return null;
  return [readFileSync(name), TYPES[extname(name)]];
}
