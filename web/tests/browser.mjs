// A learner's visit in Chromium: every assertion here is one that a page must hold.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { root, serve } from "./serve.mjs";

const SLUG = "related_objects/feed";
const solution = (name) => readFileSync(join(root, "solutions/02_related_objects/feed", name), "utf8");
const html = (body) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title><link rel="icon" href="data:,">` +
  `<body>${body}<script type="module" src="/kata/kata.mjs"></script></body></html>`;
const escaped = solution("before.py").replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const served = await serve({
  "/plain/": html("<p>No exercise here.</p>"),
  "/": html(`<div class="kata" data-slug="${SLUG}"><pre><code>${escaped}</code></pre></div>`),
});

const profile = mkdtempSync(join(tmpdir(), "kata-web-"));
const chrome = await chromium.launchPersistentContext(profile, {
  executablePath: "/usr/bin/chromium",
  args: [
    ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"],
    ...["--disable-background-networking", "--disable-component-update"],
  ],
});
const asked = [];
const troubles = [];
chrome.on("request", (request) => asked.push(request.url()));
const page = await chrome.newPage();
page.setDefaultTimeout(180_000);
page.on("pageerror", (error) => troubles.push(String(error)));
page.on("console", (message) => message.type() === "error" && troubles.push(message.text()));

try {
  await page.goto(`${served.url}/plain/`);
  await page.waitForLoadState("networkidle");
  assert.deepEqual(paths(), ["/plain/", "/kata/kata.mjs"], "a page without an editor loads nothing more");

  served.sent = 0;
  await open();
  assert.ok(!asked.some((url) => /pyodide|worker/.test(url)), "Python is not fetched before it is wanted");
  const cold = await checked();
  console.log(`first visit: ${(served.sent / 1e6).toFixed(2)} MB, a verdict after ${cold.seconds} s`);
  assert.ok(served.sent <= 13e6, `${served.sent} bytes on the first visit`);
  assert.equal(cold.state, "failed");
  assert.match(cold.text, /\d+ queries for 30 posts, \d queries for 3 posts: about/);
  assert.match(cold.text, /feed\.py:\d+ +"author": post\.author\.username/);
  assert.deepEqual(await stored("kata:progress"), null, "the untouched starter is no attempt");

  await write(solution("wrong_one_forgotten.py"));
  const wrong = await checked();
  assert.equal(wrong.state, "failed");
  console.log(`warm, wrong: ${wrong.seconds} s`);

  await write(solution("after.py"));
  const right = await checked();
  console.log(`warm, right: ${right.seconds} s`);
  assert.equal(right.state, "passed");
  assert.match(right.text, /all 4 checks pass/);
  const { [SLUG]: record } = (await stored("kata:progress")).exercises;
  assert.equal(record.state, "passed");
  assert.equal(record.attempts, 2);
  assert.equal(record.best.queries, 1);
  assert.match(record.answer + record.tests, /^[0-9a-f]{128}$/);

  await open();
  assert.match(await page.textContent(".cm-content"), /select_related/, "the text is kept");
  const again = await checked();
  console.log(`after a reload: ${again.seconds} s`);
  assert.equal(again.state, "passed");
  assert.equal((await stored("kata:progress")).exercises[SLUG].attempts, 2, "not another attempt");

  await write("def feed(limit=50):\n    while True:\n        pass\n");
  const endless = await checked();
  console.log(`endless: ${endless.seconds} s`);
  assert.match(endless.text, /feed\.py:[23] still runs after 20 seconds of processor time: an endless loop\?/);

  await write("import itertools\n\ndef feed(limit=50):\n    return sum(itertools.count())\n");
  const deaf = await checked();
  console.log(`endless where Python does not listen: ${deaf.seconds} s`);
  assert.match(deaf.text, /Your answer still runs after 20 seconds of processor time: an endless loop\?/);

  await write("import os\n\ndef feed(limit=50):\n    os._exit(1)\n");
  assert.match((await checked()).text, /feed\.py:4 ends the Python process\. An answer returns\./);

  await write("from django.conf import settings\n\ndef feed(limit=50):\n    settings.DEBUG = True\n    return []\n");
  assert.match((await checked()).text, /feed\.py:4 changes settings\.DEBUG and leaves it changed/);
  assert.match((await checked()).text, /feed\.py:4 changes settings\.DEBUG and leaves it changed/);

  await write(solution("after.py"));
  assert.equal((await checked()).state, "passed", "it works again");

  await page.click("text=Reset");
  assert.match(await page.textContent(".cm-content"), /TODO/);
  await page.click("text=Check");
  await page.click("text=Stop");
  await page.waitForFunction(() => /Stopped/.test(document.querySelector(".kata-says").textContent));
  assert.equal((await checked()).state, "failed", "and after a stop");

  await page.focus(".cm-content");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Check", "Tab leaves");

  const elsewhere = asked.filter((url) => /^(http|ws)/.test(url) && !url.startsWith(served.url));
  assert.deepEqual(elsewhere, [], "no request to another host");
  assert.deepEqual(troubles, []);
  console.log(`${asked.length} requests, none to another host`);
} finally {
  await chrome.close();
  served.close();
  rmSync(profile, { recursive: true, force: true });
}

function paths() {
  return asked.filter((url) => url.startsWith("http")).map((url) => new URL(url).pathname);
}

async function open() {
  await page.goto(served.url);
  await page.waitForSelector(".cm-content");
  await page.evaluate(() => {
    addEventListener("kata:verdict", ({ detail }) => window.verdicts.push(detail.state));
    window.verdicts = [];
  });
}

async function write(text) {
  await page.click(".cm-content");
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(text);
}

/** Press Ctrl+Enter and return the verdict's state, its screen and how long it took. */
async function checked() {
  const before = await page.evaluate(() => window.verdicts.length);
  const start = Date.now();
  await page.focus(".cm-content");
  await page.keyboard.press("Control+Enter");
  await page.waitForFunction((count) => window.verdicts.length > count, before);
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  const state = await page.evaluate(() => window.verdicts.at(-1));
  return { state, seconds, text: await page.textContent(".kata .screen") };
}

function stored(key) {
  return page.evaluate((name) => JSON.parse(localStorage.getItem(name)), key);
}
