// Opens each page of a job in headless Chromium and prints one line of JSON for each thing checked: {good, what}.
// node drive.js JOB.json; the packages it needs are found by NODE_PATH.
'use strict';
const fs = require('fs');
const path = require('path');
const { pathToFileURL } = require('url');
const { chromium } = require('playwright-core');
const { looks } = require('./looks.js');
const { tables } = require('./tables.js');
const { figures } = require('./figures.js');
const { paper } = require('./paper.js');

const job = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
// What would move is there at once: a test that waits for a glide to end waits too short some day.
const CALM = '*,html{scroll-behavior:auto!important;transition:none!important;animation:none!important;caret-color:transparent!important}';

function check(good, what) {
  process.stdout.write(JSON.stringify({ good: Boolean(good), what: String(what).slice(0, 3000) }) + '\n');
  return good;
}

// A page that tells on itself: what it writes to the console, what goes wrong in it, what it asks of a network.
async function open(browser, file, options) {
  const url = pathToFileURL(file).href;
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'vi-VN', ...options });
  const page = await context.newPage();
  const heard = { messages: [], errors: [], requests: [] };
  page.on('console', (m) => {
    if (['error', 'warning', 'assert'].includes(m.type())) heard.messages.push(m.type() + ': ' + m.text());
  });
  page.on('pageerror', (e) => heard.errors.push(String(e)));
  context.on('request', (r) => {
    if (r.url().split('#')[0] !== url) heard.requests.push(r.url());
  });
  page.on('dialog', (d) => {
    heard.errors.push('a dialog: ' + d.message());
    d.dismiss();
  });
  const started = Date.now();
  await page.goto(url, { waitUntil: 'load', timeout: 120000 });
  return { context, page, heard, url, milliseconds: Date.now() - started };
}

// What can be read when no script runs is what the file says; with it, nothing may be lost.
async function scriptless(browser, one, say) {
  const { context, page } = await open(browser, one.file, { javaScriptEnabled: false });
  const found = await page.evaluate(() => {
    const shown = (e) => e.getClientRects().length > 0 || e.closest('details:not([open])') || e.closest('[hidden=until-found]');
    const count = (q) => document.querySelectorAll(q).length;
    return {
      hidden: [...document.querySelectorAll('h1,h2,h3,p,li,dt,dd,table,caption,td,th,svg')].filter((e) => !shown(e))
        .map((e) => e.tagName + ' ' + e.textContent.trim().slice(0, 60)),
      dead: [...document.querySelectorAll('button,input,select')].filter((e) => e.getClientRects().length > 0).length,
      counts: ['h2', 'table', 'tbody tr', 'td', 'svg', 'p'].map((q) => q + ' ' + count(q)).join(', '),
      words: document.querySelector('main, body').textContent.replace(/\s+/g, ' ').length,
      tail: document.documentElement.outerHTML.length,
    };
  });
  say(found.hidden.length === 0, `without script, hidden: ${found.hidden.slice(0, 8).join(' | ')}`);
  say(found.dead === 0, `without script, ${found.dead} buttons or fields are shown that do nothing`);
  await context.close();
  return found;
}

async function page_checks(browser, one) {
  const say = (good, what) => check(good, `${one.name}: ${what}`);
  const bare = one.long ? null : await scriptless(browser, one, say);
  const opened = await open(browser, one.file, {});
  const { page, heard, context } = opened;
  await page.addStyleTag({ content: CALM });
  if (one.long) {
    process.stderr.write(`  ${one.name}: opened in ${opened.milliseconds} ms\n`);
    say(opened.milliseconds < 20000, `opening takes ${opened.milliseconds} ms`);
  }
  const counts = await page.evaluate(() => ['h2', 'table', 'tbody tr', 'td', 'svg', 'p']
    .map((q) => q + ' ' + document.querySelectorAll(q).length).join(', '));
  if (bare) say(bare.counts === counts, `the script changes what there is: ${bare.counts}; ${counts}`);
  const head = await page.evaluate(() => ({
    csp: (document.querySelector('meta[http-equiv="Content-Security-Policy"]') || { content: '' }).content,
    lang: document.documentElement.lang, title: document.title, h1: document.querySelectorAll('h1').length,
    viewport: !!document.querySelector('meta[name=viewport]'), hacked: typeof window.hacked,
    bold: [...document.querySelectorAll('b,i,strong,script')].filter((e) => e.textContent.startsWith('&"') || e.textContent.includes('window.hacked')).filter((e) => !e.textContent.includes('<b>')).length,
    strange: [...document.querySelectorAll('img,iframe,object,embed,link[href]:not([href^="data:"]),base,form')].map((e) => e.outerHTML.slice(0, 80)),
    handlers: [...document.querySelectorAll('*')].filter((e) => [...e.attributes].some((a) => /^on/i.test(a.name))).length,
    scripts: document.querySelectorAll('script').length, styles: document.querySelectorAll('style').length,
    twice: [...document.querySelectorAll('[id]')].map((e) => e.id).filter((id, i, all) => all.indexOf(id) !== i),
    lost: [...document.querySelectorAll('a[href^="#"]')].map((a) => a.getAttribute('href').slice(1))
      .filter((id) => id && !document.getElementById(decodeURIComponent(id))),
    outside: [...document.querySelectorAll('[href],[src],[action]')].map((e) => e.getAttribute('href') || e.getAttribute('src') || '')
      .filter((u) => !/^(#|data:)/.test(u)),
  }));
  say(/default-src 'none'/.test(head.csp), `its policy does not forbid what is outside: "${head.csp}"`);
  say(!/unsafe-eval|script-src[^;]*unsafe-inline/.test(head.csp), `its policy lets any script run: "${head.csp}"`);
  say(head.lang === (one.lang || 'vi'), `its language is "${head.lang}"`);
  say(head.title.length > 5 && head.h1 === 1, `title "${head.title.slice(0, 80)}", ${head.h1} first headings`);
  say(head.viewport, 'no meta viewport');
  say(head.hacked === 'undefined', 'a script of the data was run');
  say(head.bold === 0, 'a tag of the data became an element');
  say(head.strange.length === 0, `elements no report has: ${head.strange.slice(0, 5).join(' ')}`);
  say(head.handlers === 0, `${head.handlers} elements carry a handler as an attribute`);
  say(head.scripts <= 1, `${head.scripts} scripts`);
  say(head.twice.length === 0, `ids that stand twice: ${head.twice.slice(0, 5)}`);
  say(head.lost.length === 0, `links to nowhere: ${head.lost.slice(0, 5)}`);
  say(head.outside.length === 0, `links out of the page: ${head.outside.slice(0, 5)}`);
  if (one.text) {
    for (const text of one.text) say((await page.evaluate((t) => document.body.textContent.includes(t), text)), `does not say "${text.slice(0, 80)}"`);
  }
  const context_of = { page, say, one, job, axe, browser };
  for (const part of [tables, figures, looks, paper]) { const t0 = Date.now(); await part(context_of); process.stderr.write(`  ${one.name} ${part.name}: ${Date.now() - t0} ms\n`); }
  say(heard.messages.length === 0, `the console says ${heard.messages.slice(0, 5).join(' | ')}`);
  say(heard.errors.length === 0, `an error in the page: ${heard.errors.slice(0, 5).join(' | ')}`);
  say(heard.requests.length === 0, `asks for ${heard.requests.slice(0, 5).join(' | ')}`);
  say((await page.evaluate(() => typeof window.hacked)) === 'undefined', 'a script of the data was run while the page was used');
  await context.close();
}

(async () => {
  const browser = await chromium.launch({ executablePath: job.chromium, args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'] });
  try {
    const waiting = [...job.pages];
    const worker = async () => {
      for (let one = waiting.shift(); one; one = waiting.shift()) {
        const started = Date.now();
        await page_checks(browser, one).catch((fault) => check(false, `${one.name}: ${fault.stack}`));
        process.stderr.write(`${one.name}: ${Date.now() - started} ms\n`);
      }
    };
    await Promise.all([worker(), worker()]);
  } finally {
    await browser.close();
  }
})().catch((fault) => {
  check(false, String(fault.stack));
  process.exitCode = 1;
});
