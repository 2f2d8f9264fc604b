// What follows a verdict in the page of an exercise: prints what was seen as JSON.
//   node flow.mjs ADDRESS BROWSER PLAYWRIGHT_CORE FOLDER

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { start, told, written } from "./reader.mjs";

const { address, folder, ...rest } = told();
const { browser, page, seen, fetched } = await start(
  { address, folder: join(folder, "profile"), ...rest },
  { viewport: { width: 1280, height: 800 }, colorScheme: "light" },
);
const URL_OF_FEED = `${address}related_objects/feed/`;
const good = readFileSync(join(import.meta.dirname, "../solutions/02_related_objects/feed/after.py"), "utf8");
const lines = (tab) => tab.$$eval(".cm-line", (all) => all.map((line) => line.textContent).join("\n"));

async function open(tab) {
  await tab.goto(URL_OF_FEED);
  await tab.waitForSelector(".kata .cm-content");
}

const write = (text) => written(page, text);

async function check() {
  await page.evaluate(() => { window.verdict = null; });
  await page.click(".kata-bar >> text=Check");
  await page.waitForFunction(() => window.verdict);
}

/** Press Reset and answer what it asks; return the question. */
async function reset(answer) {
  let asked = "";
  page.once("dialog", (dialog) => {
    asked = dialog.message();
    return answer ? dialog.accept() : dialog.dismiss();
  });
  await page.click(".kata-bar >> text=Reset");
  return asked;
}

await open(page);
await page.evaluate(() => addEventListener("kata:verdict", ({ detail }) => { window.verdict = detail.state; }));
seen.top = await page.$eval(".kata .cm-editor", (editor) => editor.getBoundingClientRect().top);
const starter = await lines(page);

// Stop ends the first download, and begins no other.
await page.click(".kata-bar >> text=Check");
await page.click(".kata-bar >> text=Stop");
await page.waitForFunction(() => /Stopped/.test(document.querySelector(".kata-says").textContent));
fetched.length = 0;
await page.waitForTimeout(500);
seen.stopped = [...fetched];

// A line that the verdict names leads to the editor.
await check();
const named = page.locator(".kata-line").first();
const number = Number((await named.textContent()).split(":")[1]);
await named.click();
seen.led = { wanted: starter.split("\n")[number - 1], found: await page.textContent(".cm-activeLine") };

// A pass, a reload, and the next exercise.
await write(good);
await check();
seen.passed = await page.innerText(".kata-next");
await page.reload();
await page.waitForSelector(".kata .cm-content");
seen.reloaded = await page.innerText(".kata");
const mine = await lines(page);

// Another tab shows what is written here.
const other = await browser.newPage();
await open(other);
await write("# both tabs\n");
await other.waitForFunction(() => document.querySelector(".cm-content").textContent.includes("both tabs"));
seen.other = await lines(other);
await other.close();
await write(mine);

// Reset asks, and what it takes away is stored, also after a reload.
seen.asked = await reset(false);
seen.refused = (await lines(page)) === mine;
await reset(true);
seen.reset = (await lines(page)) === starter;
await page.reload();
await page.click(".kata-bar >> text=Restore");
seen.restored = (await lines(page)) === mine;

await page.click(".kata-next a");
await page.waitForSelector(".kata[data-slug='related_objects/thread']"); // its address changes before its text
seen.next = await page.textContent("h1");

console.log(JSON.stringify(seen));
await browser.close();
