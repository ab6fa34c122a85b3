import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { build } from 'vite';
import type { EngineConfig } from '../../engine/config.ts';
import { openTestHouse, testApiKeys, type TestHouse } from './house.ts';
import { openTemporaryFolder } from './temporary-folder.ts';

const flags = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
  ...['--disable-background-networking', '--disable-component-update'],
  '--autoplay-policy=no-user-gesture-required',
];

export interface ConsoleBrowser {
  readonly house: TestHouse;
  readonly browser: Browser;
  readonly page: Page;
  /** Errors that the page reported by itself. */
  readonly faults: readonly string[];
  /** Keeps a picture of the page for whoever looks: `.cache/screenshots/<name>.png`. */
  shoot(name: string): Promise<void>;
  signIn(): Promise<void>;
  close(): Promise<void>;
}

/** The console as it is built, in a real browser, beside a real house. */
export async function openConsoleBrowser(usageSkew: EngineConfig['usageSkew'] = {}): Promise<ConsoleBrowser> {
  const folder = openTemporaryFolder();
  const outDir = path.join(folder.path, 'console');
  const root = path.resolve(import.meta.dirname, '../../console');
  await build({
    ...{ root, configFile: path.join(root, 'vite.config.ts'), logLevel: 'error' },
    build: { outDir, emptyOutDir: true },
  });
  const house = await openTestHouse(outDir, ['hls', 'mp4'], {}, usageSkew);
  const executablePath = execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim();
  const browser = await chromium.launch({ executablePath, args: flags });
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    // A refused key answers 401, which the browser reports by itself.
    if (message.type() === 'error' && !message.text().includes('401')) faults.push(message.text());
  });
  const shots = path.resolve(import.meta.dirname, '../../.cache/screenshots');
  mkdirSync(shots, { recursive: true });
  return {
    ...{ house, browser, page, faults },
    async shoot(name) {
      await page.screenshot({ path: path.join(shots, `${name}.png`), fullPage: true });
    },
    async signIn() {
      await page.goto(house.url);
      await page.getByLabel('API key').fill(testApiKeys.admin);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('heading', { name: 'Recordings' }).waitFor();
    },
    async close() {
      await browser.close();
      await house.close();
      folder.close();
    },
  };
}
