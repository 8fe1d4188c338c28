import type { Browser } from 'playwright-core';
import { ADMIN_TOKEN, type TestService } from '../service.js';
import type { Visited } from './spawned-service.js';

/** A page with a session, in a context of its own; faults of its scripts are collected. */
export async function openPage(
  browser: Browser,
  { url }: Pick<TestService, 'url'>,
  path: string,
  options: Parameters<Browser['newContext']>[0] = {},
  token = ADMIN_TOKEN,
): Promise<Visited> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  await page.goto(`${url}${path}`);
  await page.fill('#token', token);
  await page.click('main button');
  await page.waitForURL(`${url}${path}`);
  return { page, context, faults };
}
