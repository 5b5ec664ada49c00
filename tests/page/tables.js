// Sorting and filtering: judged by what a person sees in the cells, not by anything the page's script says of them.
'use strict';

// In the page. A number as it is written in Vietnamese or English, or null.
const READERS = `
  window.__number = (text, mark) => {
    const bare = text.replace(/[\\s\\u00a0\\u202f%]/g, '').replace(/[\\u2212\\u2013]/g, '-').replace(/[\\u25b2\\u25bc\\u2191\\u2193=]/g, '');
    const plain = mark === ',' ? bare.replace(/\\./g, '').replace(',', '.') : bare.replace(/,/g, '');
    return /^[+-]?\\d+(\\.\\d+)?$/.test(plain) ? Number(plain) : null;
  };
  window.__fold = (text) => text.normalize('NFD').replace(/[\\u0300-\\u036f]/g, '').replace(/đ/g, 'd').replace(/Đ/g, 'D').toLowerCase().replace(/\\s+/g, ' ').trim();
  window.__rows = (table) => [...table.tBodies].flatMap((b) => [...b.rows]);
  window.__blank = (text) => ['', '–', '—', '-', '…'].includes(text);
  window.__column = (table, column) => window.__rows(table).map((r) => r.cells[column] ? r.cells[column].textContent.trim() : '');
`;

// Ascending or descending; blanks at the end either way.
function in_order(values, compare, direction) {
  const filled = values.filter((v) => v !== null);
  if (values.slice(0, filled.length).includes(null)) return false;
  return filled.every((v, i) => i === 0 || direction * compare(filled[i - 1], v) <= 0);
}

async function sort_column(page, say, index, column, kind, mark, most) {
  const collate = new Intl.Collator('vi', { numeric: true });
  const compare = kind === 'number' ? (a, b) => a - b : (a, b) => collate.compare(a, b);
  const seen = [];
  for (let click = 0; click < 2; click++) {
    const found = await page.evaluate(([i, c, m, numbers]) => {
      const table = document.querySelectorAll('table')[i];
      const head = table.tHead.rows[table.tHead.rows.length - 1].cells[c];
      const started = performance.now();
      head.querySelector('button').click();
      document.body.offsetHeight; // laid out anew
      const milliseconds = Math.round(performance.now() - started);
      const values = window.__column(table, c).map((t) => (window.__blank(t) ? null : numbers ? window.__number(t, m) : t));
      return { values, milliseconds, sort: head.getAttribute('aria-sort'), rows: window.__rows(table).length,
        others: [...table.querySelectorAll('th[aria-sort]')].filter((h) => h !== head && h.getAttribute('aria-sort') !== 'none').length };
    }, [index, column, mark, kind === 'number']);
    const direction = found.sort === 'ascending' ? 1 : found.sort === 'descending' ? -1 : 0;
    seen.push(found.sort);
    if (most) process.stderr.write(`  table ${index}: ${found.rows} rows sorted by column ${column} in ${found.milliseconds} ms\n`);
    say(!most || found.milliseconds < most, `table ${index}: sorting ${found.rows} rows takes ${found.milliseconds} ms`);
    say(direction !== 0 && found.others === 0, `table ${index}, column ${column}: aria-sort says ${found.sort}, and ${found.others} other columns`);
    say(in_order(found.values, compare, direction), `table ${index}, column ${column} of ${kind}s is not in order (${found.sort}): ${found.values.slice(0, 40).join('; ')}`);
  }
  say(seen[0] !== seen[1], `table ${index}, column ${column}: the second click does not turn the order`);
}

async function sorting(page, say, one) {
  const mark = one.lang === 'en' ? '.' : ',';
  const sortable = await page.evaluate((m) => [...document.querySelectorAll('table')].map((table, index) => {
    const head = table.tHead && table.tHead.rows[table.tHead.rows.length - 1];
    if (!head || !head.querySelector('th button')) return null;
    const columns = [...head.cells].map((cell, c) => {
      if (!cell.querySelector('button')) return 'none';
      const filled = window.__column(table, c).filter((t) => !window.__blank(t));
      if (filled.length < 2) return 'none';
      const numbers = filled.filter((t) => window.__number(t, m) !== null).length;
      return numbers === filled.length ? 'number' : numbers === 0 ? 'text' : 'both';
    });
    return { index, columns, rows: window.__rows(table).length, key: table.id };
  }).filter(Boolean), mark);
  if (one.sorts) say(sortable.some((t) => t.rows >= one.sorts), `no table of ${one.sorts} rows can be sorted: ${JSON.stringify(sortable)}`);
  for (const table of sortable.filter((t) => !one.long || t.rows >= one.sorts).slice(0, one.long ? 2 : 12)) {
    const text_before = await page.evaluate((i) => window.__rows(document.querySelectorAll('table')[i]).map((r) => r.textContent).sort().join('\n'), table.index);
    for (const kind of ['number', 'text']) {
      const all = table.columns.map((k, c) => (k === kind ? c : -1)).filter((c) => c >= 0);
      // The first, and the one in the middle: where a long table has the like of both.
      for (const column of new Set(kind === 'number' ? [all[0], all[all.length >> 1]] : [all[0]])) {
        if (column !== undefined) await sort_column(page, say, table.index, column, kind, mark, one.long ? 3000 : 0);
      }
    }
    const text_after = await page.evaluate((i) => window.__rows(document.querySelectorAll('table')[i]).map((r) => r.textContent).sort().join('\n'), table.index);
    say(text_before === text_after, `table ${table.index}: sorting changes what its rows say`);
  }
}

async function filtering(page, say, one) {
  const fields = await page.evaluate(() => [...document.querySelectorAll('input[type=search]')].map((input, n) => {
    const labelled = !!(input.labels && input.labels.length) || input.hasAttribute('aria-label') || input.hasAttribute('aria-labelledby');
    return { n, labelled };
  }));
  if (one.filters) say(fields.length > 0, 'no table can be searched');
  for (const field of fields.slice(0, one.long ? 1 : 8)) {
    say(field.labelled, `search field ${field.n} has no name`);
    const found = await page.evaluate(async (n) => {
      const input = document.querySelectorAll('input[type=search]')[n];
      // What it searches is what comes next: a table, or parts that open.
      const next = [...document.querySelectorAll('table,details')].find((e) => input.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING);
      const of_table = next.tagName === 'TABLE';
      const rows = of_table ? window.__rows(next) : [...next.parentElement.children].filter((e) => e.tagName === 'DETAILS');
      const said = (row) => of_table ? [...row.cells].map((c) => c.textContent).join(' ') : row.querySelector('summary').textContent;
      // The longest word with a mark on it in the row before the last, without its marks.
      const words = said(rows[Math.max(0, rows.length - 2)]).split(/[\s,;()]+/).filter((w) => /^\p{L}+$/u.test(w) && window.__fold(w) !== w.toLowerCase());
      const query = window.__fold((words.sort((a, b) => b.length - a.length)[0] || said(rows[0]).trim().split(/\s+/)[0]).slice(0, 30)).toUpperCase();
      const type = async (text) => {
        input.focus();
        input.value = text;
        input.dispatchEvent(new Event('input', { bubbles: true }));
        await new Promise((go) => setTimeout(go, rows.length > 400 ? 400 : 40));
      };
      const shown = () => rows.filter((r) => !r.hidden && getComputedStyle(r).display !== 'none');
      await type(query);
      const want = rows.filter((r) => window.__fold(said(r)).includes(query.toLowerCase()));
      const have = shown();
      const status = [...input.closest('div').querySelectorAll('[role=status],output,[aria-live]')].map((e) => e.textContent).join(' ');
      await type('');
      const tree = of_table && next.querySelector('tbody [class*=i1]') !== null;
      return { query, rows: rows.length, want: want.length, have: have.length, same: want.every((r) => have.includes(r)), status, back: shown().length, tree };
    }, field.n);
    // In a tree the rows above one that is found stay with it.
    say(found.same && (found.tree ? found.have < found.rows : found.want === found.have), `search field ${field.n}: "${found.query}" finds ${found.have} of ${found.rows} rows, wanted ${found.want}`);
    say(found.status.includes(String(found.have)), `search field ${field.n}: ${found.have} found, and it says "${found.status}"`);
    say(found.back === found.rows, `search field ${field.n}: emptied, ${found.back} of ${found.rows} rows are shown`);
  }
}

// A link into a part that is closed opens it.
async function opening(page, say, one) {
  const links = await page.evaluate(() => [...document.querySelectorAll('a[href^="#"]')].map((a) => a.getAttribute('href')).filter((href) => {
    const to = document.getElementById(decodeURIComponent(href.slice(1)));
    return to && to.closest('details:not([open])');
  }));
  if (one.parts) say(links.length >= one.parts, `${links.length} links into parts of units, wanted ${one.parts}`);
  for (const href of new Set([links[0], links[links.length - 1]])) {
    if (!href) continue;
    await page.evaluate((h) => [...document.querySelectorAll('a')].find((a) => a.getAttribute('href') === h).click(), href);
    await page.waitForTimeout(50);
    const found = await page.evaluate((h) => {
      const to = document.getElementById(decodeURIComponent(h.slice(1)));
      const box = to.getBoundingClientRect();
      const closed = to.closest('details:not([open])');
      return { open: !closed, seen: box.top < innerHeight && box.bottom > 0 };
    }, href);
    say(found.open && found.seen, `the link ${href}: ${found.open ? '' : 'its part stays closed'} ${found.seen ? '' : 'it is not in sight'}`);
  }
}

async function tables({ page, say, one }) {
  await page.evaluate(READERS);
  const plain = await page.evaluate(() => [...document.querySelectorAll('table')].filter((t) => !t.caption && !t.getAttribute('aria-label') && !t.getAttribute('aria-labelledby')).length);
  say(plain === 0, `${plain} tables have no name`);
  if (one.synthetic) {
    const unsaid = await page.evaluate((mark) => [...document.querySelectorAll('table')].map((t) => (t.caption ? t.caption.textContent : t.getAttribute('aria-label') || ''))
      .filter((c) => !c.includes(mark)), one.synthetic);
    say(unsaid.length === 0, `${unsaid.length} tables do not say ${one.synthetic}: ${unsaid.slice(0, 4).join(' | ')}`);
    say((await page.title()).includes(one.synthetic), `its title does not say ${one.synthetic}`);
    say((await page.textContent('h1')).includes(one.synthetic) || (await page.evaluate((m) => document.body.innerText.slice(0, 1500).includes(m), one.synthetic)), 'its beginning does not say so');
  }
  if (one.rows) {
    const wrong = await page.evaluate((want) => Object.entries(want).filter(([name, total]) =>
      ![...document.querySelectorAll('tbody tr')].some((r) => [...r.cells].some((c) => c.textContent.trim() === name) && [...r.cells].some((c) => c.textContent.trim() === total)))
      .map(([name, total]) => name + ' ' + total), one.rows);
    say(wrong.length === 0, `${wrong.length} published totals stand in no row: ${wrong.slice(0, 5).join('; ')}`);
  }
  await sorting(page, say, one);
  await filtering(page, say, one);
  await opening(page, say, one);
}

module.exports = { tables };
