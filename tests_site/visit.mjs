// One visit to the site, as a reader would: prints what was seen as JSON.
//   node visit.mjs ADDRESS CHROMIUM PLAYWRIGHT_CORE FOLDER

import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";

const [address, executablePath, playwright, folder] = process.argv.slice(2);
const { chromium } = createRequire(import.meta.url)(playwright);
const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const browser = await chromium.launch({ executablePath, args });
const seen = { foreign: [], errors: [], wide: {}, plain: [] };

async function open(options) {
  const context = await browser.newContext({ acceptDownloads: true, ...options });
  const page = await context.newPage();
  page.on("request", (request) => {
    const url = request.url();
    if (!/^(data|blob):/.test(url) && !url.startsWith(address)) seen.foreign.push(url);
  });
  page.on("pageerror", (error) => seen.errors.push(`${page.url()}: ${error}`));
  page.on("console", (message) => {
    if (message.type() === "error" && /Content Security|Refused/.test(message.text())) {
      seen.errors.push(`${page.url()}: ${message.text()}`);
    }
  });
  return page;
}

const PAGES = ["", "course/", "related_objects/", "measure/", "related_objects/feed/",
  "measure/read_the_plan/", "verdicts/", "team/", "write/", "glossary/", "changelog/", "progress/"];
const phone = await open({ viewport: { width: 390, height: 844 } });
for (const path of PAGES) {
  await phone.goto(address + path);
  seen.wide[path] = await phone.evaluate(() => document.documentElement.scrollWidth);
}

const page = await open({ viewport: { width: 1280, height: 900 }, colorScheme: "light" });
const fetched = [];
page.on("request", (request) => fetched.push(request.url()));
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

const solution = "details.solution";
const isOpen = () => page.$eval(solution, (details) => details.open);
const tell = (state) =>
  page.evaluate((state) => {
    const kata = document.querySelector(".kata");
    const detail = { slug: kata.dataset.slug, state };
    kata.dispatchEvent(new CustomEvent("kata:verdict", { bubbles: true, detail }));
  }, state);

await page.goto(`${address}measure/catch_it/`);
await page.click(`${solution} > summary`);
seen.asked = { open: await isOpen(), asks: await page.isVisible(".ask") };
await page.click(".ask >> text=Show it");
const stored = () => page.evaluate(() => JSON.parse(localStorage.getItem("kata:progress")));
const revealed = (await stored()).exercises["measure/catch_it"].revealed;
seen.shown = { open: await isOpen(), revealed };

await page.goto(`${address}related_objects/feed/`);
await page.waitForSelector(`${solution} > summary[data-asks]`);
await tell("failed");
seen.failed = await isOpen();
await tell("passed");
seen.passed = await isOpen();

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
const [download] = await Promise.all([
  page.waitForEvent("download"),
  page.click("[data-progress=export]"),
]);
seen.exported = JSON.parse(await readFile(await download.path(), "utf8"));

await page.evaluate(() => { window.stillHere = true; });
await page.click(".md-tabs__link[href$='course/']");
await page.waitForURL("**/course/");
await page.waitForSelector(".cards > [data-passed]");
seen.instant = await page.evaluate(() => window.stillHere === true);
seen.ticked = await page.$$eval(".cards > [data-passed]", (cards) => cards.map((c) => c.dataset.slug));

console.log(JSON.stringify(seen));
await browser.close();
