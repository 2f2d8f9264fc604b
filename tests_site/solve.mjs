// A learner's visit to the real page of an exercise: prints what was seen as JSON.
//   node solve.mjs ADDRESS BROWSER PLAYWRIGHT_CORE FOLDER

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { start, told, written } from "./reader.mjs";

const { address, folder, ...rest } = told();
const root = join(import.meta.dirname, "..");
const SLUG = "related_objects/feed";
const { browser, page, seen, fetched } = await start(
  { address, folder: join(folder, "profile"), ...rest },
  { viewport: { width: 1280, height: 900 }, colorScheme: "light" },
);

const answer = (path) => readFileSync(join(root, "solutions", path), "utf8");
const without = (text) => text.replace(/^"""[^]*?"""\n+/, ""); // as the page shows it

async function open(slug) {
  await page.goto(`${address}${slug}/`);
  await ready();
}

async function ready() {
  await page.waitForSelector(".kata .cm-content");
  await page.evaluate(() => {
    if (window.verdicts) return; // the page came without a reload
    window.verdicts = [];
    addEventListener("kata:verdict", ({ detail }) => window.verdicts.push(detail.state));
  });
}

/** Go to another exercise as a reader does, without a reload: Python goes on running. */
async function follow(slug) {
  await page.click(".md-tabs__link[href$='course/']");
  await page.click(`.cards a[href$='${slug}/']`);
  await page.waitForSelector(`.kata[data-slug='${slug}'] .cm-content`);
  await ready();
}

const write = (text) => written(page, text);
const lines = () => page.$$eval(".cm-line", (all) => all.map((line) => line.textContent));
const text = (selector) => page.textContent(selector);

/** Press Ctrl+Enter; return the verdict's state, screen and seconds, and the lines that it names. */
async function checked() {
  const before = await page.evaluate(() => window.verdicts.length);
  const began = Date.now();
  await page.focus(".cm-content");
  await page.keyboard.press("Control+Enter");
  await page.waitForFunction((count) => window.verdicts.length > count, before);
  const seconds = (Date.now() - began) / 1000;
  const state = await page.evaluate(() => window.verdicts.at(-1));
  const screen = await text(".kata .screen");
  const shown = await lines();
  const named = [...screen.matchAll(/(\w+\.py):(\d+)(?: +(.*))?/g)];
  return { state, seconds, screen,
    named: named.map(([, file, line, source]) => ({ file, source, line: shown[line - 1].trim() })) };
}

const progress = () => page.evaluate(() => JSON.parse(localStorage.getItem("kata:progress")));
const record = async (slug = SLUG) => (await progress())?.exercises[slug] ?? null;
const isOpen = () => page.$eval("details.solution", (details) => details.open);

// Nothing is fetched before Check is pressed.
await open(SLUG);
await page.click(".cm-content");
await page.waitForLoadState("networkidle");
seen.before = [...fetched];
seen.offers = await text(".kata-says");

// The starter, as it is there.
await page.evaluate(() => {
  window.waited = [];
  const count = () => window.waited.push(document.querySelector(".kata-megabytes").textContent);
  new MutationObserver(count).observe(document.querySelector(".kata-megabytes"), { childList: true });
});
seen.starter = { ...(await checked()), record: await record() };

seen.waited = await page.evaluate(() => window.waited);

// A hint, and a second thought about the solution.
await page.click("details.hint > summary");
seen.hint = { text: await page.innerText("details.hint >> nth=0"), hints: (await record()).hints };
await page.click("details.solution > summary");
seen.asked = { open: await isOpen(), asks: await page.isVisible(".ask") };
await page.click(".ask >> text=Not yet");

// Wrong, then right.
await write(without(answer("02_related_objects/feed/wrong_one_forgotten.py")));
seen.wrong = { ...(await checked()), open: await isOpen() };
await write(without(answer("02_related_objects/feed/after.py")));
seen.right = { ...(await checked()), open: await isOpen(), record: await record() };
seen.solution = await page.innerText("details.solution");

// The text is there after a reload, and the same answer is no further attempt.
await page.reload();
await ready();
seen.reloaded = await text(".kata-says");
fetched.length = 0;
const worker = page.waitForRequest(/\/kata\/worker-/, { timeout: 60_000 }).catch(() => null);
await page.hover(".kata");
await worker; // the network is idle before it, too
await page.waitForLoadState("networkidle");
seen.prepared = [...fetched];
seen.kept = (await lines()).join("\n");
seen.again = { ...(await checked()), record: await record() };

// What does not come back.
await write("def feed(limit=50):\n    while True:\n        pass\n");
seen.endless = await checked();
await write("import itertools\n\n\ndef feed(limit=50):\n    return sum(itertools.count())\n");
seen.deaf = await checked();
await write("import os\n\n\ndef feed(limit=50):\n    os._exit(1)\n");
seen.exits = await checked();
await write("from django.conf import settings\n\n\ndef feed(limit=50):\n    settings.DEBUG = True\n    return []\n");
seen.changes = [await checked(), await checked()];
await write("def feed(limit=50):\n    while True:\n        pass\n");
await page.click(".kata-bar >> text=Check");
await page.click(".kata-bar >> text=Stop");
await page.waitForFunction(() => /Stopped/.test(document.querySelector(".kata-says").textContent));
await write(without(answer("02_related_objects/feed/after.py")));
seen.recovered = await checked();

// The keyboard gets out of the editor; the starter comes back, and so does what was there before.
await page.focus(".cm-content");
await page.keyboard.press("Escape");
await page.keyboard.press("Tab");
seen.left = await page.evaluate(() => document.activeElement.textContent);
page.once("dialog", (dialog) => dialog.accept());
await page.click(".kata-bar >> text=Reset");
seen.reset = (await lines()).join("\n");
await page.keyboard.press("Control+z");
seen.undone = (await lines()).join("\n");

// Another chapter.
await follow("measure/catch_it");
await write(without(answer("01_measure/catch_it/after.py")));
seen.catch_it = await checked();

// What a browser has not is said, and the rest is checked.
await follow("measure/server_timing");
await write(without(answer("01_measure/server_timing/after.py")));
seen.threads = await checked();

await page.click(".md-tabs__link[href$='progress/']");
await page.waitForSelector(".progress-table");
seen.progress = await page.innerText("#progress");
seen.row = await page.$eval(`.progress-table a[href$='${SLUG}/']`, (a) => a.closest("tr").innerText);

console.log(JSON.stringify(seen));
await browser.close();
