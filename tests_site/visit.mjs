// One visit to the site, as a reader would: prints what was seen as JSON.
//   node visit.mjs ADDRESS BROWSER PLAYWRIGHT_CORE FOLDER

import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { start, told } from "./reader.mjs";

const { address, folder, ...rest } = told();
const { browser, page, seen, fetched } = await start(
  { address, folder: join(folder, "profile"), ...rest },
  { viewport: { width: 390, height: 844 }, colorScheme: "light" },
);

const PAGES = ["", "course/", "related_objects/", "measure/", "related_objects/feed/",
  "measure/read_the_plan/", "verdicts/", "team/", "write/", "glossary/", "built/", "changelog/", "progress/"];
seen.wide = {};
for (const path of PAGES) {
  await page.goto(address + path);
  seen.wide[path] = await page.evaluate(() => document.documentElement.scrollWidth);
}

await page.goto(address);
seen.cut = await page.$eval(".screen", (screen) => screen.scrollWidth - screen.clientWidth);

await page.setViewportSize({ width: 1280, height: 900 });
fetched.length = 0;
const scheme = () => page.evaluate(() => document.body.dataset.mdColorScheme);

await page.goto(`${address}verdicts/`);
await page.waitForLoadState("networkidle");
seen.plain = [...fetched];
await page.keyboard.press("Tab");
seen.first_stop = await page.evaluate(() => document.activeElement.textContent.trim());
seen.schemes = [await scheme()];
await page.click(".md-header__option label:not([hidden])");
seen.schemes.push(await scheme());
await page.reload();
seen.schemes.push(await scheme());

/** Return what was saved as JSON. Firefox tells no driver of what the page itself has made. */
async function saved(downloads) {
  for (;;) {
    for (const name of await readdir(downloads).catch(() => [])) {
      try {
        return JSON.parse(await readFile(join(downloads, name), "utf8"));
      } catch { /* it is still being written */ }
    }
    await page.waitForTimeout(50);
  }
}

const solution = "details.solution";
const isOpen = () => page.$eval(solution, (details) => details.open);

await page.goto(`${address}measure/catch_it/`);
await page.click(`${solution} > summary`);
seen.asked = { open: await isOpen(), asks: await page.isVisible(".ask") };
await page.click(".ask >> text=Show it");
const stored = () => page.evaluate(() => JSON.parse(localStorage.getItem("kata:progress")));
const revealed = (await stored()).exercises["measure/catch_it"].revealed;
seen.shown = { open: await isOpen(), revealed };

// On paper; a Firefox that is driven by BiDi has none.
await page.goto(`${address}related_objects/feed/`);
if (!/firefox/.test(rest.executablePath)) await page.emulateMedia({ media: "print" });
await page.$$eval("details", (all) => all.forEach((details) => (details.open = true))); // as Material does
seen.printed = await page.$eval("article", (article) => article.innerText);
if (!/firefox/.test(rest.executablePath)) await page.emulateMedia({ media: "screen" });

await page.goto(`${address}progress/`);
await page.waitForSelector(".progress-table");
const bad = join(folder, "bad.json");
await writeFile(bad, "[]");
await page.setInputFiles("#progress-file", bad);
await page.waitForFunction(() => document.querySelector("#progress-says").textContent);
seen.refused = await page.textContent("#progress-says");
const good = join(folder, "good.json");
const record = { state: "passed", last: "passed", attempts: 3, best: { queries: 1 } };
await writeFile(good, JSON.stringify({ format: 1, exercises: { "related_objects/feed": record } }));
await page.setInputFiles("#progress-file", good);
await page.waitForSelector(".state-passed");
seen.imported = await page.textContent("#progress");
seen.chapters = await page.$$eval(".progress-chapter", (rows) => rows.map((row) => row.innerText));
await page.setViewportSize({ width: 390, height: 844 });
seen.narrowest = await page.$$eval(".progress-table td:first-child", (cells) => Math.min(...cells.map((cell) => cell.offsetWidth)));
await page.setViewportSize({ width: 1280, height: 900 });
await page.fill("#progress-name", "Ada Lovelace");
await page.click("[data-progress=export]");
seen.said = await page.textContent("#progress-says");
seen.exported = await saved(join(folder, "profile", "downloads"));

await page.evaluate(() => { window.stillHere = true; });
await page.click(".md-tabs__link[href$='course/']");
await page.waitForURL("**/course/");
await page.waitForSelector(".cards > [data-passed]");
seen.instant = await page.evaluate(() => window.stillHere === true);
seen.ticked = await page.$$eval(".cards > [data-passed]", (cards) => cards.map((c) => c.dataset.slug));

await browser.close();

// A browser that cannot check: with scripts off, without WebAssembly, and without the editor's file.
// Firefox without scripts cannot be driven either.
seen.cannot = {};
const lacks = /firefox/.test(rest.executablePath) ? [] : ["scripts"];
for (const without of [...lacks, "WebAssembly", "editor"]) {
  const poor = await start(
    { address, folder: join(folder, without), ...rest },
    { javaScriptEnabled: without !== "scripts" },
  );
  if (without === "WebAssembly") await poor.browser.addInitScript(() => delete window.WebAssembly);
  if (without === "editor") await poor.browser.route(/editor-/, (route) => route.abort());
  await poor.page.goto(`${address}related_objects/feed/`);
  await poor.page.waitForSelector(".kata-without");
  const text = await poor.page.innerText(".kata");
  const editors = await poor.page.locator(".cm-editor").count();
  seen.cannot[without] = { text, editors, fetched: poor.fetched };
  seen.foreign.push(...poor.seen.foreign);
  seen.errors.push(...poor.seen.errors.filter((error) => !/editor-.*ERR_FAILED/.test(error)));
  await poor.browser.close();
}

console.log(JSON.stringify(seen));
