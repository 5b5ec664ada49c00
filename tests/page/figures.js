// Figures: said in words, and nothing drawn that the table behind does not say.
'use strict';

async function figures({ page, say, one }) {
  const found = await page.evaluate(() => {
    const words = (e) => (e ? e.textContent.replace(/\s+/g, ' ').trim() : '');
    // The table of a figure: the one named, else the first table after it in its section.
    const behind = (figure) => {
      const svg = figure.querySelector('svg');
      const named = figure.dataset.table || svg.dataset.table || svg.getAttribute('aria-details');
      if (named) return document.getElementById(named) || document.getElementById('t-' + named);
      const all = [...(figure.closest('section') || document).querySelectorAll('table')];
      return all.find((t) => figure.compareDocumentPosition(t) & Node.DOCUMENT_POSITION_FOLLOWING) || null;
    };
    return [...document.querySelectorAll('svg')].filter((s) => s.getAttribute('aria-hidden') !== 'true').map((svg) => {
      const figure = svg.closest('figure');
      const table = figure && behind(figure);
      const by = (svg.getAttribute('aria-labelledby') || '').split(/\s+/).filter(Boolean).map((id) => document.getElementById(id));
      const title = svg.querySelector(':scope > title');
      const desc = svg.querySelector(':scope > desc');
      // As drawn: without the title that a text which is cut carries.
      const drawn = (e) => [...e.childNodes].filter((n) => n.nodeName !== 'title').map((n) => n.textContent).join('').replace(/\s+/g, ' ').trim();
      const texts = [...svg.querySelectorAll('text')].map(drawn).filter(Boolean);
      const tips = [...svg.querySelectorAll('[data-tip]')].map((e) => e.getAttribute('data-tip'))
        .concat([...svg.querySelectorAll(':scope * > title')].map(words));
      const said = table ? ' ' + [...table.querySelectorAll('td,th')].map(words).join(' | ') + ' ' : '';
      const numbers = (list) => list.flatMap((t) => t.match(/\d+[.,]\d+/g) || []);
      const first = table ? [...table.tBodies].flatMap((b) => [...b.rows]).map((r) => words(r.querySelector('th') || r.cells[0])) : [];
      return {
        key: figure ? figure.id : 'svg', kind: figure ? figure.className : '', role: svg.getAttribute('role'), title: words(title), desc: words(desc),
        first: title && svg.firstElementChild === title, by: by.length > 0 && by.every(Boolean), figure: !!figure, rows: first.length,
        caption: words(figure && figure.querySelector('figcaption')), inner: words(svg),
        box: (({ width, height }) => ({ width, height }))(svg.getBoundingClientRect()),
        shapes: svg.querySelectorAll('rect,path,circle,line,polyline,polygon,use').length,
        unsaid: [...new Set(numbers(tips))].filter((n) => !said.includes(n)),
        unlabelled: first.filter((name) => !texts.some((t) => t && (name.includes(t.replace(/…$/, '').trim())))).length,
      };
    });
  });
  for (const key of one.figures || []) say(found.some((f) => f.key === 'f-' + key), `there is no figure "${key}": ${found.map((f) => f.key)}`);
  for (const f of found) {
    say(f.figure && f.role === 'img' && f.by, `${f.key}: in a figure ${f.figure}, role ${f.role}, named by what is there ${f.by}`);
    say(f.first && f.title.length > 3 && f.desc.length > 10, `${f.key}: title "${f.title.slice(0, 60)}", desc "${f.desc.slice(0, 60)}"`);
    say(f.rows > 0, `${f.key}: no table behind it`);
    say(f.unsaid.length === 0, `${f.key}: shows numbers that its table does not say: ${f.unsaid.slice(0, 8)}`);
    say(f.shapes > 1 && f.box.width > 100 && f.box.height > 20, `${f.key}: ${f.shapes} shapes on ${f.box.width} x ${f.box.height}`);
    if (/bars|boxes/.test(f.kind) && f.rows <= 60) say(f.unlabelled === 0, `${f.key}: ${f.unlabelled} of ${f.rows} rows of its table are not named in it`);
    if (one.synthetic) say(f.inner.includes(one.synthetic) || f.caption.includes(one.synthetic), `${f.key} does not say ${one.synthetic}`);
    if (one.synthetic && /map/.test(f.kind)) say(f.inner.includes(one.synthetic), `${f.key}: the map itself does not say ${one.synthetic}`);
  }
  await hovering(page, say, one, found);
  return found;
}

// The value of a mark under the mouse. The marks are tried from the middle on, as some carry none.
async function hovering(page, say, one, found) {
  for (const key of [...new Set(found.map((f) => f.key))].slice(0, 8)) {
    const spots = await page.evaluate((id) => {
      const figure = document.getElementById(id);
      const svg = figure && figure.querySelector('svg');
      if (!svg) return null;
      svg.scrollIntoView({ block: 'center', behavior: 'instant' });
      const marks = [...svg.querySelectorAll('[data-tip],[data-r]')];
      const shapes = marks.length ? marks : [...svg.querySelectorAll('rect,path,circle')];
      const points = [];
      for (let i = 0; i < shapes.length && points.length < 40; i += Math.max(1, Math.floor(shapes.length / 40))) {
        const box = shapes[i].getBoundingClientRect();
        if (box.width > 0 && box.height > 0) points.push([box.x + box.width / 2, box.y + box.height / 2]);
      }
      return points.filter(([x, y]) => x > 0 && y > 0 && x < innerWidth && y < innerHeight);
    }, key);
    if (!spots) continue;
    let tip = '';
    for (const [x, y] of spots) {
      await page.mouse.move(x, y);
      tip = await page.evaluate(() => [...document.querySelectorAll('[role=tooltip],.tip')].filter((e) => e.getClientRects().length > 0 && getComputedStyle(e).visibility === 'visible' && getComputedStyle(e).opacity !== '0')
        .map((e) => e.textContent.trim()).join(' '));
      if (/\d/.test(tip)) break;
    }
    say(/\d/.test(tip), `${key}: ${spots.length} places under the mouse, and no number appears: "${tip}"`);
    await page.mouse.move(0, 0);
  }
}

module.exports = { figures };
