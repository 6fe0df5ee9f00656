// Elements. Texts come from log lines that anyone may have written: they never become markup.

function byId(id) {
  return document.getElementById(id);
}

/** An element with attributes, and with texts and elements in it. */
function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** A table; the columns after the first are numbers, but for those that are named here. */
function table(headings, rows, texts = []) {
  const kind = (i) => (texts.includes(i) ? { class: 'text' } : {});
  const head = el('tr', {}, ...headings.map((each, i) => el('th', { scope: 'col', ...kind(i) }, each)));
  const body = rows.map((row) =>
    el('tr', {}, ...row.map((cell, i) => (i ? el('td', kind(i), cell) : el('th', { scope: 'row', class: 'text' }, cell)))),
  );
  return el('table', {}, el('thead', {}, head), el('tbody', {}, ...body));
}

/** What a chart says at the pointer: a title, and lines of a name and a value. */
function tip(title, lines) {
  const rows = lines.map((line) => el('tr', {}, ...line.map((cell) => el('td', {}, cell))));
  return el('div', { class: 'tip' }, el('b', {}, title), el('table', {}, ...rows));
}
