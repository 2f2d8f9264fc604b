// A learner's hour in JupyterLab, in a minute: prints what was seen as JSON.
//   node lab.mjs ADDRESS TOKEN CHROMIUM PLAYWRIGHT_CORE PROJECT NOTEBOOK ANSWER FOLDER
// NOTEBOOK is the path of the lesson in the PROJECT that Lab serves, ANSWER a file with a right answer to
// `feed`, FOLDER where pictures go.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";

const [address, token, executablePath, playwright, project, notebook, answer, folder] =
  process.argv.slice(2);
const { chromium } = createRequire(import.meta.url)(playwright);
const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const browser = await chromium.launch({ executablePath, args });
const context = await browser.newContext({ viewport: { width: 1280, height: 1000 } });
const page = await context.newPage();
page.setDefaultTimeout(120_000);
const seen = { foreign: [], errors: [], pictures: {} };
page.on("request", (request) => {
  const url = request.url();
  if (!/^(data|blob):/.test(url) && !url.startsWith(address)) seen.foreign.push(url);
});
page.on("pageerror", (error) => seen.errors.push(String(error)));

// From the disk: the server takes a file that is being saved for a damaged one, and sets it aside.
const saved = async () => JSON.parse(await readFile(join(project, notebook), "utf8"));

const open = async () => {
  await page.goto(`${address}lab/tree/${notebook}?token=${token}&reset`);
  await page.waitForSelector(".jp-Notebook .jp-Cell");
  await page.waitForSelector("#jupyterlab-splash", { state: "detached" });
  await page.waitForSelector("#jp-main-statusbar :text('| Idle')");
};

// Lab draws only the cells near the ones that are seen.
const show = async (what) => {
  const outer = page.locator(".jp-WindowedPanel-outer").first();
  const element = outer.locator(what).first();
  await outer.evaluate((panel) => panel.scrollTo(0, 0));
  for (let step = 0; step < 200; step += 1) {
    if (await element.isVisible()) {
      await element.evaluate((node) => node.scrollIntoView({ block: "center" }));
      await page.waitForTimeout(300);
      if (await element.isVisible()) return element;
    }
    await outer.evaluate((panel) => panel.scrollBy(0, 300));
    await page.waitForTimeout(60);
  }
  throw new Error(`${what} is not in the notebook`);
};
const picture = async (name) => {
  seen.pictures[name] = join(folder, `${name}.png`);
  await page.screenshot({ path: seen.pictures[name] });
};
const look = (element) => element.evaluate((node) => {
  const style = getComputedStyle(node);
  return { text: node.textContent, edge: style.borderLeftColor, colour: style.color };
});

const RED = ".kata-card-bad:has-text('related_objects/feed')";
const GREEN = ".kata-card-good:has-text('related_objects/feed')";

await open();
seen.title = await page.title();
// A kernel that says it is idle may still be starting, and Lab forgets what it was told meanwhile.
for (let left = 10; ; left -= 1) {
  await page.click(".lm-MenuBar-itemLabel >> text=Run");
  await page.click(".lm-Menu-itemLabel >> text=Run All Cells");
  const prompts = ".jp-InputPrompt:text-matches('\\\\[[0-9*]+\\\\]')";
  const begun = page.waitForSelector(prompts, { timeout: 15_000 });
  if (await begun.catch(() => false)) break;
  await picture("waiting");
  if (!left) throw new Error("no cell runs");
}
for (let left = 100; ; left -= 1) {
  await page.waitForTimeout(3000);
  await page.keyboard.press("Control+s");
  const book = await saved().catch(() => undefined); // it is being written
  if (!book) continue;
  const cells = book.cells.filter((cell) => cell.cell_type === "code");
  const waiting = cells.filter((cell) => cell.execution_count === null);
  if (!waiting.length) {
    const outputs = cells.flatMap((cell) => cell.outputs);
    seen.raised = outputs.filter((output) => output.output_type === "error").map((e) => e.evalue);
    break;
  }
  if (!left) {
    await picture("waiting");
    throw new Error(`these cells have not run: ${waiting.map((cell) => cell.source)}`);
  }
}

const failing = await show(RED);
seen.failed = await look(failing);
await picture("fails-light");
await show(".kata-figure, .kata-pair");
seen.folded = await page.locator(".jp-CodeCell:has(.kata-figure) .jp-InputPlaceholder:visible").count();
await picture("chart-light");
const ALERT = ".jp-RenderedMarkdown blockquote:has(strong:text-is('Tip.'))";
const alert = await show(ALERT);
seen.alert = await look(alert);
await picture("alert-light");

const link = (await show(RED)).locator("a").first();
seen.link = await link.textContent();
await link.click();
await page.waitForSelector(".jp-FileEditor .cm-content");
await page.waitForTimeout(2000);
seen.tabs = await page.$$eval(".jp-mod-current .lm-TabBar-tabLabel, .lm-mod-current .lm-TabBar-tabLabel",
  (labels) => labels.map((label) => label.textContent));
seen.position = await page.locator("#jp-main-statusbar :text('Ln ')").last().textContent()
  .catch(() => "");
seen.shown = await page.textContent(".jp-FileEditor .cm-content");
await picture("file-light");
const box = (what) => page.locator(what).boundingBox();
seen.boxes = { notebook: await box(".jp-NotebookPanel"), file: await box(".jp-FileEditor") };

// A second exercise opens over the first, and not over the lesson.
await (await show("a:text-is('answers/02_related_objects/thread.py'), a:text-is('02_related_objects/thread.py')"))
  .click();
await page.waitForSelector(".lm-mod-current .lm-TabBar-tabLabel:text-is('thread.py')");
await page.waitForTimeout(2000);
await picture("files-light");
seen.areas = await page.$$eval("#jp-main-dock-panel .lm-DockPanel-tabBar", (bars) => bars.map(
  (bar) => [...bar.querySelectorAll(".lm-TabBar-tabLabel")].map((label) => label.textContent)));
await page.click(".lm-TabBar-tabLabel >> text=lesson.ipynb");

// A cell of one's own, below the check.
const check = await show(".jp-CodeCell:has(.cm-line:text-is('%check feed'))");
await check.locator(".jp-InputPrompt").click();
await page.keyboard.press("b");
await page.waitForTimeout(1000);
await page.keyboard.press("Enter");
await page.keyboard.insertText(`%%answer feed\n${await readFile(answer, "utf8")}`);
await page.keyboard.press("Shift+Enter");
await page.waitForSelector(GREEN);
seen.passed = await look(await show(GREEN));
await picture("passes-light");

// A mistake in a cell of one's own.
await page.keyboard.press("Escape");
await page.keyboard.press("b");
await page.waitForTimeout(1000);
await page.keyboard.press("Enter");
await page.keyboard.insertText("Post.objects.create(title='mine')");
await page.keyboard.press("Shift+Enter");
const refused = await page.waitForSelector(".kata-card-bad:has-text('You can read the large Arena')");
seen.refused = await refused.textContent();
await picture("refused-light");

// The learner's notebook, as it was left, by night.
await page.keyboard.press("Control+s");
await page.waitForTimeout(1500);
const themes = "lab/api/settings/@jupyterlab/apputils-extension:themes";
const put = await context.request.put(address + themes, {
  headers: { Authorization: `token ${token}` },
  data: { raw: '{"theme": "JupyterLab Dark"}' },
});
if (!put.ok()) throw new Error(`the theme cannot be set: ${put.status()}`);
await open();
await page.waitForFunction(() => document.body.dataset.jpThemeLight === "false");
seen.failed_dark = await look(await show(RED));
await picture("fails-dark");
seen.passed_dark = await look(await show(GREEN));
await picture("passes-dark");
await show(".kata-figure, .kata-pair");
await picture("chart-dark");
await show(ALERT);
await picture("alert-dark");

console.log(JSON.stringify(seen));
await browser.close();
