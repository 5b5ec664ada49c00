// Printed on A4: every cell of every table that is shown must be found on the paper, within its margins.
'use strict';
const path = require('path');
const { execFileSync } = require('child_process');

const LEAST = 14; // points: half a centimetre that no word may enter

const unescaped = (t) => t.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&#39;|&apos;/g, "'").replace(/&amp;/g, '&');
const letters = (t) => t.normalize('NFKC').replace(/[^\p{L}\p{N}]/gu, '');

async function paper({ page, say, one, job }) {
  if (one.long) return;
  await page.emulateMedia({ media: 'print' });
  const shown = await page.evaluate(() => {
    const clipped = [];
    const tables = [...document.querySelectorAll('table')].filter((t) => t.getClientRects().length).map((t) => {
      for (const cell of t.querySelectorAll('td,th')) {
        if (cell.scrollWidth > cell.clientWidth + 1 && getComputedStyle(cell).overflowX !== 'visible') clipped.push(cell.textContent.slice(0, 40));
      }
      for (let up = t.parentElement; up; up = up.parentElement) {
        if (getComputedStyle(up).overflowX !== 'visible' && up.scrollWidth > up.clientWidth + 1) clipped.push(`${t.id} in ${up.tagName} ${up.className}`);
      }
      const heads = t.tHead ? [...t.tHead.rows[0].cells].flatMap((c) => c.textContent.split(/[^\p{L}\p{N}]+/u)).filter(Boolean) : [];
      const rows = [...t.tBodies].flatMap((b) => [...b.rows]).map((r) => r.textContent);
      return { id: t.id, heads, rows, words: [...t.querySelectorAll('td,th')].map((c) => c.innerText.trim()).filter(Boolean) };
    });
    return { tables, clipped, fields: [...document.querySelectorAll('input,select')].filter((e) => e.getClientRects().length).length };
  });
  say(shown.clipped.length === 0, `printed, ${shown.clipped.length} cells or tables are cut: ${shown.clipped.slice(0, 5).join(' | ')}`);
  say(shown.fields === 0, `printed, ${shown.fields} search fields stand on the paper`);
  const file = path.join(job.folder, one.name + '.pdf');
  await page.pdf({ path: file, format: 'A4', printBackground: true, preferCSSPageSize: true });
  await page.emulateMedia({ media: 'screen' });
  const text = execFileSync('pdftotext', ['-bbox', file, '-'], { encoding: 'utf8', maxBuffer: 1 << 28 });
  const words = [];
  const beyond = [];
  const sizes = new Set();
  const sheets = [];
  let wide = 0;
  let tall = 0;
  for (const line of text.split('\n')) {
    const sheet = /<page width="([\d.]+)" height="([\d.]+)"/.exec(line);
    if (sheet) {
      [wide, tall] = [Number(sheet[1]), Number(sheet[2])];
      sheets.push('');
      sizes.add(`${Math.round(wide)} x ${Math.round(tall)}`);
    }
    const word = /<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*)<\/word>/.exec(line);
    if (!word) continue;
    words.push(unescaped(word[5]));
    sheets[sheets.length - 1] += unescaped(word[5]).normalize('NFKC') + ' ';
    if (Number(word[1]) < LEAST || Number(word[3]) > wide - LEAST || Number(word[2]) < LEAST || Number(word[4]) > tall - LEAST) beyond.push(unescaped(word[5]));
  }
  say([...sizes].every((s) => s === '595 x 842' || s === '842 x 595'), `printed, its paper is ${[...sizes].join(', ')}: A4 is 595 x 842`);
  say(words.length > 30, `printed, ${words.length} words`);
  say(beyond.length === 0, `printed, ${beyond.length} words stand in the margin or beyond: ${beyond.slice(0, 8).join(' ')}`);
  // Wherever a good part of a long table stands, its headings stand.
  for (const table of shown.tables.filter((t) => t.rows.length > 50)) {
    const rows = table.rows.map(letters).filter((t) => t.length > 12);
    const bare = sheets.map((t, i) => [letters(t), i]).filter(([t]) => rows.filter((r) => t.includes(r)).length > 7)
      .filter(([t]) => !table.heads.every((h) => t.includes(letters(h)))).map(([, i]) => i + 1);
    say(bare.length === 0, `printed, table ${table.id} has no headings on page ${bare.join(', ')}`);
  }
  // A word may be broken over lines, and cells follow one another: what counts is how often each run of letters is there.
  const printed = new Map();
  for (const w of words) for (const part of w.normalize('NFKC').match(/[\p{L}\p{N}]+/gu) || []) printed.set(part, (printed.get(part) || 0) + 1);
  const all = letters(words.join(''));
  for (const table of shown.tables) {
    const wanted = new Map();
    for (const w of table.words) for (const part of w.normalize('NFKC').match(/[\p{L}\p{N}]+/gu) || []) wanted.set(part, (wanted.get(part) || 0) + 1);
    const there = (w) => w.length > 8 && all.includes(w);
    // A name of thousands of letters in a narrow column: its lines stand between those of its neighbours.
    const endless = (w) => w.length > 200 && all.split(w.slice(0, 2)).length > w.length / 6;
    const lost = [...wanted].filter(([w, n]) => (printed.get(w) || 0) < n && !there(w) && !endless(w)).map(([w]) => w.slice(0, 60));
    say(lost.length === 0, `printed, table ${table.id} loses ${lost.length} of ${wanted.size} words: ${lost.slice(0, 10).join(' ')}`);
  }
}

module.exports = { paper };
