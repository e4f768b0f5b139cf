import type { Locator, Page } from 'playwright-core';

const MOST_KEYS = 150;

/**
 * Presses a key until an element has the focus, as a reader without a pointer does.
 *
 * @param key  `Tab`, or within a menu or tabs the key that goes to the next item
 */
export async function tabTo(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  await target.waitFor();
  for (let count = 0; count < MOST_KEYS; count += 1) {
    if (await target.evaluate((element) => element === element.ownerDocument.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} does not reach ${String(target)}.`);
}

/** Goes to a link or a button and presses Enter. */
export async function follow(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('Enter');
}

export async function type(page: Page, field: Locator, text: string): Promise<void> {
  await tabTo(page, field);
  await page.keyboard.type(text);
}
