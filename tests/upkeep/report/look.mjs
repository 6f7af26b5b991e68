// Looks at a page in headless Chromium: node look.mjs NODE_MODULES PAGE SCREENSHOT. Prints what it saw as one JSON object.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [modules, page_, screenshot] = process.argv.slice(2);
const require = createRequire(`${modules}/`);
const { chromium } = require("playwright-core");
const address = pathToFileURL(page_).href;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
try {
  // As a reader without scripts sees it.
  const still = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1200, height: 900 } });
  const requests = [];
  const quiet = await still.newPage();
  quiet.on("request", (request) => requests.push(request.url()));
  await quiet.goto(address);
  const text = await quiet.locator("main, [role=main]").first().innerText();
  await quiet.screenshot({ path: screenshot, fullPage: true });

  // As axe-core judges it, wide and at the width of 320 CSS pixels that WCAG 2.1 asks for (1.4.10 Reflow).
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 } });
  const page = await context.newPage();
  const runs = {};
  for (const width of [1200, 320]) {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(address);
    await page.addScriptTag({ path: require.resolve("axe-core/axe.min.js") });
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"];
    const found = await page.evaluate((values) => axe.run(document, { runOnly: { type: "tag", values } }), tags);
    runs[width] = {
      violations: found.violations.map((v) => ({ id: v.id, help: v.help, nodes: v.nodes.map((n) => n.html) })),
      unsure: found.incomplete.map((v) => v.id),
      passes: found.passes.length,
      overflow: await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
    };
  }
  console.log(JSON.stringify({ text, others: requests.filter((url) => url !== address), runs }));
} finally {
  await browser.close();
}
