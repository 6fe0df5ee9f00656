// The table of tasks: sorted by the buttons in its heading, with a row of words below each task.

const VERDICTS = {
  keep: 'stay',
  notEnoughRuns: 'few runs',
  noReadings: 'no data',
  notFargate: UNKNOWN,
  tooLarge: 'too large',
};

function failures(task) {
  const { all, success, outOfMemory, running } = task.runs;
  return all - success - outOfMemory - running;
}

/** Columns: a heading, the value to sort by, and what is shown when it is not the value. */
const COLUMNS = [
  { name: 'Task', value: label },
  { name: 'Runs', value: (task) => task.runs.all, show: count },
  { name: 'Failed', value: failures, show: count, isBad: (value) => value > 0 },
  { name: 'Out of memory', value: (task) => task.runs.outOfMemory, show: count, isBad: (value) => value > 0 },
  { name: 'Median', value: (task) => task.medianDurationMs, show: duration },
  { name: 'p95', value: (task) => task.p95DurationMs, show: duration },
  { name: 'Start', value: (task) => task.medianStartDelayMs, show: duration },
  { name: 'CPU', value: (task) => task.cpuUtilization, show: percent, isMeter: true },
  { name: 'Memory', value: (task) => task.memoryUtilization, show: percent, isMeter: true },
  { name: 'Now', value: (task) => sizeOrder(task.now), show: (value, task) => size(task.now) },
  { name: 'Take', value: (task) => sizeOrder(task.take), show: take },
  { name: 'Saves a month', value: saving, show: (value) => (isKnown(value) ? usd(value) : '') },
];

function sizeOrder(option) {
  return option ? option.cpu * 1e6 + option.memoryMiB : NaN;
}

function take(value, task) {
  return task.verdict === 'change' ? size(task.take) : VERDICTS[task.verdict];
}

/** US dollars; only where there is something to change. */
function saving(task) {
  return task.verdict === 'change' ? (task.take.savingUsdPerMonth ?? NaN) : NaN;
}

class TaskTable {
  constructor(tasks) {
    this.table = byId('tasks');
    this.bodies = tasks.map((task, i) => ({ task, body: taskRows(task, `detail-${i}`) }));
    this.headings = COLUMNS.map((column, i) => this.heading(column, i));
    this.table.append(el('thead', {}, el('tr', {}, ...this.headings)));
    // They come in the order that was asked for.
    this.table.append(...this.bodies.map((each) => each.body));
    if (isBySaving(tasks)) this.headings.at(-1).setAttribute('aria-sort', 'descending');
  }

  heading(column, index) {
    const button = el('button', { type: 'button' }, column.name);
    const heading = el('th', { scope: 'col' }, button);
    button.addEventListener('click', () => {
      const isUp = heading.getAttribute('aria-sort') === 'ascending';
      const isDown = heading.getAttribute('aria-sort') === 'descending';
      // Of numbers the largest are asked for first.
      this.sort(index, isUp ? -1 : isDown ? 1 : index === 0 ? 1 : -1);
    });
    return heading;
  }

  sort(index, direction) {
    const { value } = COLUMNS[index];
    this.headings.forEach((heading) => heading.removeAttribute('aria-sort'));
    this.headings[index].setAttribute('aria-sort', direction > 0 ? 'ascending' : 'descending');
    this.bodies.sort((a, b) => order(value(a.task), value(b.task), direction));
    this.table.append(...this.bodies.map((each) => each.body));
  }

  /** Shows these tasks alone. */
  show(tasks) {
    const shown = new Set(tasks);
    for (const { task, body } of this.bodies) {
      body.hidden = !shown.has(task);
      body.classList.toggle('out', body.hidden);
    }
  }
}

function isBySaving(tasks) {
  const savings = tasks.map((task) => (isKnown(saving(task)) ? saving(task) : 0));
  return savings.every((each, i) => i === 0 || savings[i - 1] >= each);
}

/** What is not known comes last in either direction. */
function order(a, b, direction) {
  if (typeof a === 'string') return direction * (a < b ? -1 : a > b ? 1 : 0);
  if (isKnown(a) && isKnown(b)) return direction * (a - b);
  return Number(isKnown(b)) - Number(isKnown(a));
}

/** A row of numbers and a row of words, which the first opens. */
function taskRows(task, id) {
  const words = el('tr', { id, class: 'detail', hidden: '' }, el('td', { colspan: COLUMNS.length }, el('p', {}, task.text || 'The size fits.'), el('a', { href: taskLink(task) }, 'Its runs, and the curves of their use')));
  const button = el('button', { type: 'button', 'aria-expanded': 'false', 'aria-controls': id, title: label(task) }, label(task));
  button.addEventListener('click', () => {
    words.hidden = !words.hidden;
    button.setAttribute('aria-expanded', String(!words.hidden));
  });
  const cells = COLUMNS.slice(1).map((column) => cell(column, task));
  return el('tbody', {}, el('tr', {}, el('th', { scope: 'row' }, button), ...cells), words);
}

function cell(column, task) {
  const value = column.value(task);
  const td = el('td', {}, column.show(value, task));
  if (column.isMeter && isKnown(value)) {
    td.className = 'meter';
    td.style.setProperty('--share', `${Math.min(100, value)}%`);
  }
  if (column.isBad?.(value)) td.className = 'bad';
  if (column.value === saving && isKnown(value)) td.className = value < 0 ? 'bad' : 'good';
  return td;
}
