// A figure: a sentence that says what it shows, the chart, and its data as a table.

const PRINT_WIDTH = 690;
const NARROW = 560;
const DAY_WIDTH = 56;
const LABEL_SIZE = 12;
const LABEL_LINE = 14;
const LABEL_GAP = 14;
const PEN = document.createElement('canvas').getContext('2d');
const WIDTHS = new Map();
PEN.font = `${LABEL_SIZE}px system-ui, sans-serif`;

/** The value of a colour of the style sheet, in the theme that is on. */
function colour(name) {
  const probe = document.body.appendChild(el('span', { hidden: '' }));
  probe.style.color = `var(--${name})`;
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

class Figure {
  /**
   * @param id of the figure element
   * @param draw makes of the tasks and the width in pixels either {empty}, words for when there is
   *     nothing to draw, or {says, legend, height, option, headings, rows, texts}:
   *     legend has a name and a colour each, texts the columns of the rows that are no numbers
   */
  constructor(id, draw) {
    this.draw = draw;
    this.root = byId(id);
    this.says = el('figcaption', {});
    this.legend = el('ul', { class: 'legend' });
    this.plot = el('div', { class: 'plot', role: 'img', 'aria-label': this.root.querySelector('h2').textContent });
    this.frame = el('div', { class: 'tall' }, this.plot);
    this.data = el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Data' });
    this.details = el('details', {}, el('summary', {}, 'Data'), this.data);
    this.says.id = `${id}-says`;
    this.plot.setAttribute('aria-describedby', this.says.id);
    this.root.append(this.says, this.legend, this.frame, this.details);
    this.details.addEventListener('toggle', () => this.fill());
  }

  show(tasks) {
    this.tasks = tasks;
    this.width = this.frame.clientWidth;
    this.paint(this.width);
  }

  /** Draws for a width; a figure that is not laid out has none. */
  paint(width) {
    if (!width) return;
    const drawn = this.draw(this.tasks, width);
    this.drawn = drawn;
    this.says.textContent = drawn.empty ?? drawn.says;
    this.frame.hidden = this.details.hidden = Boolean(drawn.empty);
    this.legend.replaceChildren(...legend(drawn.legend ?? []));
    if (drawn.empty) return;
    this.plot.style.height = `${drawn.height}px`;
    this.plot.style.width = `${width}px`;
    // What scrolls can be scrolled with the keyboard, too.
    if (drawn.height > this.frame.clientHeight) this.frame.tabIndex = 0;
    else this.frame.removeAttribute('tabindex');
    this.chart ??= echarts.init(this.plot, null, { renderer: 'svg' });
    this.chart.resize({ width, height: drawn.height });
    this.chart.setOption({ ...common(), ...drawn.option }, { notMerge: true });
    this.fill();
  }

  /** The data is made when somebody opens it: of many tasks it is long. */
  fill() {
    if (this.details.open && !this.drawn.empty) {
      this.data.replaceChildren(table(this.drawn.headings, this.drawn.rows, this.drawn.texts));
    }
  }
}

/** What all charts have. */
function common() {
  return {
    animation: false,
    textStyle: { fontFamily: 'system-ui, sans-serif', color: colour('text') },
    tooltip: tooltip(),
  };
}

function tooltip() {
  return {
    confine: true,
    transitionDuration: 0,
    backgroundColor: colour('card'),
    borderColor: colour('line'),
    textStyle: { color: colour('text') },
  };
}

function axis(more) {
  return {
    axisLine: { lineStyle: { color: colour('line') } },
    axisTick: { show: false },
    axisLabel: { color: colour('quiet'), hideOverlap: true },
    nameTextStyle: { color: colour('quiet') },
    splitLine: { lineStyle: { color: colour('line') } },
    ...more,
  };
}

/** A column for each step from the first run to the last; the name of each is in its tip. */
function timeAxis(starts, width, more) {
  const step = DATA.historyStepMs;
  const spanMs = starts.at(-1) - starts[0];
  const isLong = spanMs > 1.5 * DAY;
  const days = Math.ceil(((spanMs / DAY) * DAY_WIDTH) / width);
  const name = (start) => {
    if (step > 7 * DAY) return day(start).replace(/^\d+ /, '');
    return isLong ? day(start).replace(/ \d+$/, '') : moment(start).slice(-8, -3);
  };
  return axis({
    type: 'category',
    data: starts.map((start) => columnName(start, step)),
    splitLine: { show: false },
    axisLabel: {
      color: colour('quiet'),
      hideOverlap: true,
      interval: isLong && step < DAY ? (i) => starts[i] % (days * DAY) === 0 : 'auto',
      formatter: (text, i) => name(starts[i]),
    },
    ...more,
  });
}

/** How that looks which is not over yet: hatched. */
function open() {
  return { decal: { symbol: 'rect', color: colour('card'), dashArrayX: [1, 0], dashArrayY: [2, 3], rotation: -Math.PI / 4 } };
}

/** A row for each task, the first on top. A name that is too long goes on below. */
function taskAxis(tasks, width) {
  return axis({
    type: 'category',
    inverse: true,
    data: tasks.map((task) => labelLines(task, width).join('\n')),
    splitLine: { show: false },
    axisLabel: {
      color: colour('text'),
      interval: 0,
      fontSize: LABEL_SIZE,
      lineHeight: LABEL_LINE,
    },
  });
}

/** Room for the widest name, as far as that leaves enough for the chart. */
function labelWidth(tasks, width) {
  const most = Math.max(96, 0.4 * width);
  return Math.ceil(Math.min(most, Math.max(...tasks.map((task) => textWidth(label(task)) + LABEL_GAP))));
}

/** The name in lines that the room holds, broken behind a character that parts words, if there is one. */
function labelLines(task, width) {
  const room = Math.max(96, 0.4 * width) - LABEL_GAP;
  const lines = [''];
  for (const part of label(task).match(/[^-_/ .]*[-_/ .]?/g)) {
    if (textWidth(lines.at(-1) + part) <= room) lines[lines.length - 1] += part;
    else for (const piece of pieces(part, room)) lines.push(piece);
  }
  return lines.filter(Boolean);
}

/** A word that is longer than a line. */
function pieces(word, room) {
  if (textWidth(word) <= room) return [word];
  const length = Math.max(1, Math.floor((room / textWidth(word)) * word.length) - 1);
  return [word.slice(0, length), ...pieces(word.slice(length), room)];
}

/** In pixels, of a name beside a row. */
function textWidth(text) {
  if (!WIDTHS.has(text)) WIDTHS.set(text, PEN.measureText(text).width);
  return WIDTHS.get(text);
}

/** So high that no name runs into the next. */
function rowHeight(tasks, width, least) {
  return Math.max(least, 8 + LABEL_LINE * Math.max(...tasks.map((task) => labelLines(task, width).length)));
}

/** Room for the names on the left, and for the numbers above: they stay in sight in a long list. */
function rowsGrid(tasks, width, more) {
  return { left: labelWidth(tasks, width), right: 24, top: 28, bottom: 8, outerBoundsMode: 'none', ...more };
}

/** What each colour stands for. */
function legend(entries) {
  return entries.map(([name, paint]) => {
    const swatch = el('span', { class: 'swatch' });
    if (paint === 'open') swatch.classList.add('open');
    else swatch.style.background = `var(--${paint})`;
    return el('li', {}, swatch, name);
  });
}
