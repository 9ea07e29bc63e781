// Drives the test client's own page as a person does, and says what was seen; exits with 1 where something is missing.
// Arguments: the address of the page, the browser, the folder for pictures.
import { chromium } from "playwright-core";

const [address, executablePath, pictures] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const page = await browser.newPage({ viewport: { width: 1100, height: 1000 } });
page.setDefaultTimeout(20000);

const say = async (words) => {
  await page.locator("[data-lexical-editor=true]").click();
  await page.keyboard.type(words);
  await page.keyboard.press("Enter");
};
const see = async (words, timeout = 20000) => {
  await page.getByText(words, { exact: false }).last().waitFor({ timeout });
  console.log(`seen: ${words}`);
};
const press = (label) => page.getByRole("button").filter({ hasText: new RegExp(`^${label}$`) });

try {
  await page.goto(address);
  await see("I keep what you write here for this programme only.");
  await see("Applications are open");
  await page.waitForTimeout(2000);
  const welcomes = await page.getByText("I keep what you write here for this programme only.").count();
  if (welcomes !== 1) throw new Error(`${welcomes} welcomes`);
  console.log("one welcome");

  await say("browse");
  await see("6 micro-internships");
  await see("1 to 5 of 6");
  await press("More").click();
  await see("6 to 6 of 6");
  if (await page.getByText("1 to 5 of 6").count()) throw new Error("the card was not replaced in place");
  console.log("replaced in place by Execute");
  await press("Save").last().click();
  await see("Answered below.");
  await see("Saved:");
  await page.screenshot({ path: `${pictures}/playground.png` });

  await say("is it paid");
  await see("Micro-internships are mostly paid work");
  await see("A message that nobody asked for", 90000);
  await page.waitForTimeout(500);
  await page.screenshot({ path: `${pictures}/playground-proactive.png` });
} catch (error) {
  console.log(String(error));
  await page.screenshot({ path: `${pictures}/playground-failed.png` });
  process.exitCode = 1;
} finally {
  await browser.close();
}
