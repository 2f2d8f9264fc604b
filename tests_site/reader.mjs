// A browser for the visits: counts what is asked of other hosts, and keeps what breaks the policy.
import { createRequire } from "node:module";
import { join } from "node:path";

const ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** Start a browser with a profile of its own. `seen.foreign` and `seen.errors` must stay empty. */
export async function start({ address, executablePath, playwright, folder }, options = {}) {
  const { chromium, firefox } = createRequire(import.meta.url)(playwright);
  // A distribution's own Firefox speaks WebDriver BiDi, and cannot be told a colour scheme by it.
  const [kind, own] = /firefox/.test(executablePath)
    ? [firefox, { channel: "moz-firefox", colorScheme: null }]
    : [chromium, { args: ARGS }];
  const browser = await kind.launchPersistentContext(folder, {
    executablePath, downloadsPath: join(folder, "downloads"), ...options, ...own,
  });
  const seen = { foreign: [], errors: [] };
  const fetched = [];
  browser.setDefaultTimeout(90_000);
  browser.on("request", (request) => {
    const url = request.url();
    if (/^(data|blob):/.test(url)) return;
    if (url.startsWith(address)) fetched.push(url.slice(address.length));
    else seen.foreign.push(url);
  });
  browser.on("weberror", (error) => seen.errors.push(String(error.error())));
  browser.on("console", (message) => {
    if (message.type() === "error") seen.errors.push(`${message.location().url}: ${message.text()}`);
  });
  return { browser, seen, fetched, page: await browser.newPage() };
}

/** Put a text into the editor, in place of what is there. */
export async function written(page, text) {
  await page.click(".cm-content");
  await page.keyboard.press("Control+a");
  await page.$eval(".cm-content", (editor, text) => { // as pasted: typed, each line would be indented
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    const event = new ClipboardEvent("paste", { bubbles: true, cancelable: true });
    Object.defineProperty(event, "clipboardData", { value: clipboardData }); // Firefox keeps its own
    editor.dispatchEvent(event);
  }, text);
}

/** What a visit is told: node SCRIPT ADDRESS BROWSER PLAYWRIGHT_CORE FOLDER */
export function told() {
  const [address, executablePath, playwright, folder] = process.argv.slice(2);
  return { address, executablePath, playwright, folder };
}
