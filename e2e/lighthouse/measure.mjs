// Measures views of the page with Lighthouse, as on a throttled phone.
//
//   node e2e/lighthouse/measure.mjs [OUTPUTS.JSON]
//     measures home, search and the newest labelled photo of what ./twinlens up serves, prints a
//     table, and fails below 95 for performance or 100 for accessibility and best practices; the
//     table shows the median of five visits, as one visit beside other work tells little
//   node e2e/lighthouse/measure.mjs --json NAME=URL …
//     visits these once and prints what it saw, for a test to judge
//
// The reports are written to e2e/target/lighthouse/NAME.html. The browser is Debian's Chromium, or
// the one that CHROMIUM names.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import './install.mjs';

const least = { performance: 95, accessibility: 100, 'best-practices': 100 };
const visits = 5;

const reports = new URL('../target/lighthouse/', import.meta.url);

const words = process.argv.slice(2);
const isJson = words[0] === '--json';
const views = isJson
  ? words.slice(1).map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)])
  : await viewsOf(words[0] ?? new URL('../../.twinlens/outputs.json', import.meta.url));

const { default: lighthouse, generateReport } = await import('lighthouse');
const { launch } = await import('chrome-launcher');
const browser = await launch({
  chromePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  chromeFlags: [
    '--headless=new',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
const seen = [];
try {
  // The servers are slower at the first visit than at all others.
  if (!isJson) await visit(views[0][1]);
  for (const [name, url] of views) {
    const made = [];
    while (made.length < (isJson ? 1 : visits)) made.push(await visit(url));
    made.sort((a, b) => a.categories.performance.score - b.categories.performance.score);
    seen.push(summarise(name, url, made[made.length >> 1]));
  }
} finally {
  browser.kill();
}

if (isJson) {
  console.log(JSON.stringify(seen));
} else {
  console.table(
    Object.fromEntries(
      seen.map(({ view, scores, largestPaint, blocked, shift, requests, bytes }) => [
        view,
        { ...scores, 'LCP (ms)': largestPaint, 'blocked (ms)': blocked, shift, requests, bytes },
      ]),
    ),
  );
  const low = seen.flatMap(({ view, scores }) =>
    Object.entries(least)
      .filter(([category, score]) => scores[category] < score)
      .map(([category, score]) => `${view}: ${category} is ${scores[category]}, below ${score}`),
  );
  for (const line of low) console.error(line);
  process.exitCode = low.length > 0 ? 1 : 0;
}

async function viewsOf(outputs) {
  const { siteUrl, apiUrl } = JSON.parse(readFileSync(outputs, 'utf8'));
  const { items } = await (await fetch(`${apiUrl}/images`)).json();
  const shown = items.find(({ labels }) => labels.length > 0);
  if (!shown) throw new Error('There is no labelled photo to look at: add some first.');
  return [
    ['home', `${siteUrl}/`],
    ['photo', `${siteUrl}/#/photos/${encodeURIComponent(shown.key)}`],
    ['search', `${siteUrl}/#/search?label=${encodeURIComponent(shown.labels[0].name)}`],
  ];
}

async function visit(url, isLast = false) {
  const { lhr } = await lighthouse(url, {
    port: browser.port,
    logLevel: 'error',
    onlyCategories: Object.keys(least),
    disableFullPageScreenshot: true,
  });
  if (!lhr.runtimeError) return lhr;
  const { code, message } = lhr.runtimeError;
  // The browser lost a part of its trace, and Lighthouse asks to be run again.
  if (code === 'NO_NAVSTART' && !isLast) return visit(url, true);
  throw new Error(`${url}: ${message}`);
}

function summarise(view, url, lhr) {
  mkdirSync(reports, { recursive: true });
  writeFileSync(new URL(`${view}.html`, reports), generateReport(lhr, 'html'));
  const { audits, categories } = lhr;
  const value = (audit) => audits[audit].numericValue;
  const requests = audits['network-requests'].details.items;
  return {
    view,
    report: fileURLToPath(new URL(`${view}.html`, reports)),
    scores: Object.fromEntries(
      Object.entries(categories).map(([id, { score }]) => [id, Math.round(score * 100)]),
    ),
    // What keeps a score below 100, in Lighthouse's own words.
    failed: Object.values(categories)
      .filter(({ id }) => id !== 'performance')
      .flatMap(({ auditRefs }) => auditRefs.filter(({ weight }) => weight > 0))
      .map(({ id }) => audits[id])
      .filter(({ score }) => score !== null && score < 1)
      .map(({ id, title }) => `${id}: ${title}`),
    largestPaint: Math.round(value('largest-contentful-paint')),
    blocked: Math.round(value('total-blocking-time')),
    shift: Number(value('cumulative-layout-shift').toFixed(4)),
    renderBlocking: (audits['render-blocking-resources'].details?.items ?? []).map(
      (item) => new URL(item.url).pathname,
    ),
    requests: requests.length,
    bytes: requests.reduce((sum, { transferSize }) => sum + transferSize, 0),
  };
}
