// Drives the Playground's page as a person does: writes, presses, looks. Usage: node page.mjs URL CHROMIUM, steps as JSON
// on the standard input: {"write": text}, {"press": title}, {"wait": text}, {"picture": file}. Prints what the page shows.
import { chromium } from "playwright-core";
import { readFileSync } from "node:fs";

const [url, executablePath] = process.argv.slice(2);
const quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"];
const offline = ["--disable-background-networking", "--disable-component-update"];
const browser = await chromium.launch({ executablePath, args: [...quiet, ...offline] });
try {
  const page = await browser.newPage({ viewport: { width: 900, height: 1000 } });
  page.setDefaultTimeout(30_000);
  await page.goto(url);
  await page.getByRole("button", { name: "Hide log panel" }).click();
  for (const step of JSON.parse(readFileSync(0, "utf8"))) {
    if (step.write !== undefined) {
      await page.getByPlaceholder("Type a message").or(page.locator("[contenteditable=true]")).first().click();
      await page.keyboard.insertText(step.write);
      await page.getByRole("button", { name: "Send Message" }).click();
    } else if (step.press !== undefined) {
      await page.getByRole("button", { name: step.press, exact: true }).last().click();
    } else if (step.wait !== undefined) {
      await page.getByText(step.wait).last().waitFor();
    } else if (step.picture !== undefined) {
      await page.getByText(step.of ?? "").last().scrollIntoViewIfNeeded();
      await page.screenshot({ path: step.picture });
    }
  }
  console.log(await page.locator("body").innerText());
} finally {
  await browser.close();
}
