// Puts the page together and draws it again when the filter, the theme or the width changes.

const DATA = JSON.parse(byId('data').textContent);

const FILTER_DELAY_MS = 200;

const FIGURES = [
  ['cost', drawCost],
  ['heat', drawHeat],
  ['cpu', (tasks, width) => drawSpread('CPU', 'cpuSpread', tasks, width)],
  ['memory', (tasks, width) => drawSpread('memory', 'memorySpread', tasks, width)],
  ['launch', drawLaunch],
];
const FIGURES_OF_CHOICE = [
  ['runs', drawRuns],
  ['durations', drawDurations],
];

function sum(tasks, number) {
  return tasks.reduce((all, task) => all + number(task), 0);
}

function headline(tasks) {
  const ended = sum(tasks, (task) => task.runs.all - task.runs.running);
  const failed = sum(tasks, failures);
  const outOfMemory = sum(tasks, (task) => task.runs.outOfMemory);
  const changes = tasks.filter((task) => task.verdict === 'change');
  const savings = changes.map(saving).filter(isKnown);
  const share = (part) => (ended ? `${percent((100 * part) / ended, 1)} of those that ended` : '');
  const month = savings.reduce((all, each) => all + each, 0);
  const figures = [
    ['Runs', count(sum(tasks, (task) => task.runs.all)), plural(tasks.length, 'task')],
    ['Failed', count(failed), share(failed)],
    ['Out of memory', count(outOfMemory), share(outOfMemory)],
    ['Saving a month', savings.length ? usd(month) : UNKNOWN, `${plural(changes.length, 'task')} to change`],
  ];
  byId('figures').append(
    ...figures.map(([name, number, more]) =>
      el('div', {}, el('dt', {}, name), el('dd', {}, number), el('dd', { class: 'more' }, more)),
    ),
  );
}

/** From the first run to the last. */
function spanSentence(tasks) {
  const first = tasks.map((task) => task.runs.firstStartedAt).sort().at(0);
  const last = tasks.map((task) => task.runs.lastStartedAt).sort().at(-1);
  if (!first) return '';
  return day(first) === day(last) ? `Runs of ${day(first)}, UTC.` : `Runs from ${day(first)} to ${day(last)}, UTC.`;
}

function inputSentence() {
  const { lines, reportLines, repeats, passedOver, broken } = DATA.input;
  const goal = DATA.goal === 'balanced' ? `balanced, ${DATA.slowdown} times as long at most` : DATA.goal;
  return (
    `Read ${plural(lines, 'line')}: ${plural(reportLines, 'report line')} (${count(repeats)} repeated), ` +
    `${count(passedOver)} passed over, ${count(broken)} broken. Goal: ${goal}. Prices: Fargate on demand, Linux, ${DATA.architecture ?? 'each run by its own architecture'}.`
  );
}

function start() {
  byId('main').hidden = false;
  byId('span').textContent = spanSentence(DATA.tasks);
  byId('input').textContent = inputSentence();
  headline(DATA.tasks);
  byId('content').hidden = !DATA.tasks.length;
  byId('empty').hidden = DATA.tasks.length > 0;
  if (window.innerWidth < NARROW) document.querySelector('input[value="hours"]').checked = true;
  if (DATA.tasks.length) startContent();
}

function startContent() {
  const rows = new TaskTable(DATA.tasks);
  const all = FIGURES.map(([id, draw]) => new Figure(id, draw));
  const ofChoice = FIGURES_OF_CHOICE.map(([id, draw]) => new Figure(id, draw));
  const heat = all.find((figure) => figure.root.id === 'heat');
  const choice = byId('task');
  const filter = byId('filter');
  let shown = DATA.tasks;

  const chosen = () => (choice.value === '' ? shown : [DATA.tasks[choice.value]]);
  const showChoice = () => ofChoice.forEach((figure) => figure.show(chosen()));
  const showAll = () => {
    all.forEach((figure) => figure.show(shown));
    showChoice();
  };
  const search = () => {
    const part = filter.value.trim().toLowerCase();
    shown = DATA.tasks.filter((task) => label(task).toLowerCase().includes(part));
    byId('shown').textContent = part ? `${shown.length} of ${plural(DATA.tasks.length, 'task')}` : '';
    const options = shown.map((task) => el('option', { value: DATA.tasks.indexOf(task) }, label(task)));
    choice.replaceChildren(el('option', { value: '' }, part ? 'all of these' : 'all tasks'), ...options);
    rows.show(shown);
    showAll();
  };

  // Drawing many tasks takes longer than a key: it waits until the last one was hit.
  let later;
  filter.addEventListener('input', () => {
    clearTimeout(later);
    later = setTimeout(search, FILTER_DELAY_MS);
  });
  choice.addEventListener('change', showChoice);
  heat.root.addEventListener('change', () => heat.show(shown));
  const one = new OneTask(DATA.tasks);
  let isStale = true;
  const show = () => {
    if (one.show()) byId('one-title').focus();
    else if (isStale) search();
    isStale &&= Boolean(one.asked());
  };
  window.addEventListener('hashchange', () => {
    show();
    window.scrollTo(0, 0);
  });
  onLook(
    () => {
      if (one.show()) isStale = true;
      else showAll();
    },
    [...all, ...ofChoice, ...one.figures],
  );
  show();
}

/** What changes how the page looks: the theme, the width, printing. */
function onLook(redraw, figures) {
  byId('theme').addEventListener('change', (event) => {
    document.documentElement.dataset.theme = event.target.value;
    redraw();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
  let width = window.innerWidth;
  window.addEventListener('resize', () => {
    if (window.innerWidth !== width) redraw();
    width = window.innerWidth;
  });
  window.addEventListener('beforeprint', () => {
    document.documentElement.classList.add('print');
    figures.forEach((figure) => figure.paint(PRINT_WIDTH));
  });
  window.addEventListener('afterprint', () => {
    document.documentElement.classList.remove('print');
    redraw();
  });
}

start();
