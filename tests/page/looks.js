// What the page looks like: its width, its colours, and what axe-core finds, in light and dark, wide and narrow.
'use strict';
const path = require('path');

// How many colours a picture has: counted on a page of its own.
let counter = null;
async function colours(browser, png) {
  counter = counter || browser.newPage();
  return (await counter).evaluate(async (text) => {
    const image = new Image();
    image.src = 'data:image/png;base64,' + text;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.width, image.height];
    const draw = canvas.getContext('2d');
    draw.drawImage(image, 0, 0);
    return new Set(new Uint32Array(draw.getImageData(0, 0, image.width, image.height).data.buffer)).size;
  }, png.toString('base64'));
}

// All but the later rows of long tables and the later marks of figures, which look as those before them do: they are most
// of the time.
const REST = ['table > tbody > tr:nth-child(n+13)', 'svg :nth-child(n+60)', 'main > section details:nth-of-type(n+6)'];

async function inspect(page, axe, say, words, only) {
  if (!(await page.evaluate(() => !!window.axe))) await page.evaluate(axe);
  const found = await page.evaluate(async ([rest, rules]) => {
    const done = await window.axe.run(rest ? { include: [['html']], exclude: rest.map((one) => [one]) } : document, { resultTypes: ['violations'], ...(rules ? { runOnly: { type: 'rule', values: rules } } : {}) });
    return done.violations.map((v) => ({ id: v.id, impact: v.impact, count: v.nodes.length, first: v.nodes.slice(0, 3).map((n) => n.target.join(' ') + ' ' + n.html.slice(0, 120) + ' ' + (n.any[0] ? n.any[0].message.slice(0, 160) : '')) }));
  }, [process.env.SCORE_LONG === '1' ? null : REST, only]);
  for (const v of found) {
    say(false, `${words}: axe-core, ${v.impact}: ${v.id}, ${v.count} times: ${v.first.join(' || ')}`);
  }
  say(found.every((v) => v.impact !== 'serious' && v.impact !== 'critical'), `${words}: axe-core finds what is serious`);
}

async function looks({ page, say, one, job, axe, browser }) {
  const ground = () => page.evaluate(() => [document.documentElement, document.body].map((e) => getComputedStyle(e).backgroundColor).find((c) => !/, 0\)$|transparent/.test(c)) || 'none');
  const settled = () => page.evaluate(() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go))));
  await page.reload(); // as it is opened: nothing sorted, nothing open
  for (const width of [360, 768, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    await settled();
    const found = await page.evaluate(() => {
      scrollTo({ top: 0, behavior: 'instant' });
      const heading = document.querySelector('h1').getBoundingClientRect();
      const fits = document.scrollingElement.scrollWidth <= innerWidth;
      const over = fits ? [] : [...document.querySelectorAll('body *')].filter((e) => {
        if (e.getBoundingClientRect().right <= innerWidth + 1 || !e.getClientRects().length) return false;
        for (let up = e.parentElement; up; up = up.parentElement) if (getComputedStyle(up).overflowX !== 'visible') return false;
        return true;
      }).slice(0, 3).map((e) => e.outerHTML.slice(0, 90));
      return { wide: document.scrollingElement.scrollWidth, inner: innerWidth, top: heading.top, right: heading.right, over };
    });
    say(found.wide <= found.inner, `at ${width} it is ${found.wide} wide: ${found.over.join(' | ')}`);
    say(found.top >= 0 && found.top < 900 && found.right <= width + 1, `at ${width} its heading is out of sight`);
    const file = path.join(job.folder, `${one.name}-${width}.png`);
    const png = await page.screenshot({ path: file, fullPage: false });
    const count = await colours(browser, png);
    say(count > 40, `${file}: ${count} colours`);
  }
  const light = await ground();
  const whole = process.env.SCORE_LONG === '1';
  const thorough = one.thorough || whole;
  if (!one.long && (whole || !one.alike)) await inspect(page, axe, say, 'light, 1280 wide');
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await ground();
  say(light !== dark, `its ground is ${light} in light and ${dark} in dark`);
  await page.screenshot({ path: path.join(job.folder, `${one.name}-dark.png`) });
  if (!one.long && thorough) {
    await inspect(page, axe, say, 'dark, 1280 wide', ['color-contrast', 'link-in-text-block']);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 360, height: 900 });
    await inspect(page, axe, say, 'light, 360 wide', ['scrollable-region-focusable', 'target-size', 'meta-viewport']);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 900 });
}

module.exports = { looks };
