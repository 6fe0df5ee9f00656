// Charts over time: runs by how they ended, and how long they took.

const STATUSES = [
  ['success', 'Succeeded', 'blue'],
  ['failure', 'Failed', 'red'],
  ['outOfMemory', 'Out of memory', 'purple'],
  ['stopped', 'Stopped', 'grey'],
  ['unknown', 'Ended, not known how', 'yellow'],
  ['unfinished', 'Without a report', 'green'],
  ['running', 'Still running', 'cyan'],
];
const LINES = ['blue', 'red', 'green', 'yellow', 'purple', 'cyan', 'grey'];
const SYMBOLS = ['circle', 'rect', 'triangle', 'diamond', 'emptyCircle', 'emptyRect', 'emptyTriangle'];
const MOST_SYMBOLS = 60;
const UNITS = [[HOUR, 'hours'], [MINUTE, 'minutes'], [1000, 'seconds'], [1, 'milliseconds']];

/** The beginnings of all columns from the first run of these tasks to the last. */
function columnStarts(tasks) {
  const starts = tasks.flatMap((task) => task.history.map((column) => Date.parse(column.from)));
  const first = starts.reduce((a, b) => Math.min(a, b), Infinity);
  const last = starts.reduce((a, b) => Math.max(a, b), -Infinity);
  const all = [];
  for (let start = first; start <= last; start += DATA.historyStepMs) all.push(start);
  return all;
}

/** A field of one task's history in these columns; null where there is none. */
function inColumns(task, starts, field) {
  const values = new Map(task.history.map((column) => [Date.parse(column.from), column[field]]));
  return starts.map((start) => values.get(start) ?? null);
}

function columnsSentence() {
  return `A column is ${stepName(DATA.historyStepMs)}, and a run stands where it started.`;
}

/** What is said and shown of a last column that is not over yet. */
function openSentence(starts) {
  return isOpen(starts.at(-1)) ? ` The last one is not over yet: the newest line is of ${moment(DATA.newestLineAt).slice(0, -3)}.` : '';
}

function openLegend(starts) {
  return isOpen(starts.at(-1)) ? [['Not over yet', 'open']] : [];
}

function drawRuns(tasks, width) {
  if (!tasks.length) return { empty: 'No task has this in its name.' };
  const starts = columnStarts(tasks);
  const sum = (field) =>
    tasks
      .map((task) => inColumns(task, starts, field))
      .reduce((sums, values) => sums.map((each, i) => each + (values[i] ?? 0)), starts.map(() => 0));
  const series = STATUSES.map(([field, name, paint]) => ({ name, paint, values: sum(field) }));
  const seen = series.filter((each) => each.values.some((value) => value > 0));
  const total = (each) => each.values.reduce((a, b) => a + b, 0);
  return {
    says: `${seen.map((each) => `${each.name}: ${count(total(each))}`).join(', ')}. ${columnsSentence()}${openSentence(starts)}`,
    legend: [...seen.map((each) => [each.name, each.paint]), ...openLegend(starts)],
    height: 250,
    option: runsOption(seen, starts, width),
    headings: ['From', ...seen.map((each) => each.name)],
    rows: starts
      .map((start, i) => [columnName(start, DATA.historyStepMs), ...seen.map((each) => count(each.values[i]))])
      .filter((row, i) => seen.some((each) => each.values[i] > 0)),
  };
}

function runsOption(seen, starts, width) {
  return {
    grid: timeGrid(),
    xAxis: timeAxis(starts, width),
    yAxis: axis({ type: 'value', minInterval: 1, name: 'runs', nameGap: 8 }),
    tooltip: { ...tooltip(), trigger: 'axis', axisPointer: { type: 'shadow' }, formatter: runsTip },
    series: seen.map((each) => ({
      name: each.name,
      type: 'bar',
      stack: 'runs',
      barCategoryGap: '12%',
      barMaxWidth: 48,
      itemStyle: { color: colour(each.paint) },
      data: each.values.map((value, i) => (isOpen(starts[i]) ? { value, itemStyle: open() } : value)),
    })),
  };
}

function timeGrid() {
  // The letters that go below the line are not in the height of a label.
  return { left: 8, right: 12, top: 28, bottom: 8, outerBoundsContain: 'axisLabel', outerBounds: { left: 0, right: 4, top: 0, bottom: 6 } };
}

function runsTip(points) {
  return tip(points[0].name, points.filter((p) => p.value > 0).map((p) => [p.seriesName, count(p.value)]));
}

function drawDurations(tasks, width) {
  const known = tasks.filter((task) => task.history.some((column) => isKnown(column.medianDurationMs)));
  if (!known.length) return { empty: 'No run of these succeeded, so there is no duration to show.' };
  const starts = columnStarts(tasks);
  const lines = known.length === 1 ? linesOfOne(known[0], starts) : linesOfMany(known, starts);
  return {
    says: `${durationsSentence(known, lines)} ${columnsSentence()}${openSentence(starts)}`,
    legend: [...lines.map((line) => [line.name, line.paint]), ...openLegend(starts)],
    height: 250,
    option: durationsOption(lines, known.length > 1, starts, width),
    headings: ['From', ...lines.map((line) => line.name)],
    rows: starts
      .map((start, i) => [columnName(start, DATA.historyStepMs), ...lines.map((line) => duration(line.values[i] ?? NaN))])
      .filter((row, i) => lines.some((line) => line.values[i] !== null)),
  };
}

function durationsOption(lines, isLog, starts, width) {
  const most = lines.flatMap((line) => line.values).reduce((a, b) => Math.max(a, b), 0);
  const [unit, unitName] = UNITS.find(([ms]) => most >= 2 * ms) ?? UNITS.at(-1);
  // Where a line goes on into a column that is not over, its last closed value is in two series.
  const values = (points) => {
    const known = points.filter((p) => p.value != null).map((p) => [p.seriesName, duration(p.value * unit)]);
    return [...new Map(known)];
  };
  return {
    grid: timeGrid(),
    xAxis: timeAxis(starts, width),
    yAxis: axis({
      type: isLog ? 'log' : 'value',
      name: unitName,
      nameGap: 8,
      axisLabel: { color: colour('quiet'), hideOverlap: true, formatter: (value) => String(+value.toPrecision(3)) },
    }),
    tooltip: { ...tooltip(), trigger: 'axis', formatter: (points) => tip(points[0].name, values(points)) },
    series: lines.flatMap((line, i) => [lineSeries(line, i, unit, starts), openSeries(line, i, unit, starts)]),
  };
}

function lineSeries(line, index, unit, starts) {
  const closed = line.values.map((ms, i) => (isOpen(starts[i]) ? null : ms));
  return {
    name: line.name,
    type: 'line',
    connectNulls: true,
    symbol: SYMBOLS[index],
    symbolSize: 6,
    showSymbol: line.values.filter((ms) => ms !== null).length <= MOST_SYMBOLS,
    showAllSymbol: true,
    lineStyle: { width: 2, type: line.dash ?? 'solid' },
    color: colour(line.paint),
    data: closed.map((ms) => (ms === null ? null : ms / unit)),
  };
}

/** From the last column that is over into the one that is not. */
function openSeries(line, index, unit, starts) {
  const last = line.values.findLastIndex((ms, i) => ms !== null && !isOpen(starts[i]));
  const isDrawn = (i) => i === last || isOpen(starts[i]);
  return {
    ...lineSeries(line, index, unit, starts),
    lineStyle: { width: 2, type: 'dotted', opacity: 0.5 },
    itemStyle: { opacity: 0.5 },
    showSymbol: true,
    data: line.values.map((ms, i) => (ms === null || !isDrawn(i) ? null : ms / unit)),
  };
}

function linesOfOne(task, starts) {
  return [
    { name: 'Longest', paint: 'grey', dash: 'dotted', values: inColumns(task, starts, 'maxDurationMs') },
    { name: '95th percentile', paint: 'yellow', dash: 'dashed', values: inColumns(task, starts, 'p95DurationMs') },
    { name: 'Median', paint: 'blue', values: inColumns(task, starts, 'medianDurationMs') },
  ];
}

/** Those on which most time is spent; more lines could not be told apart. */
function linesOfMany(tasks, starts) {
  const spent = (task) => (task.medianDurationMs ?? 0) * task.runs.all;
  return [...tasks]
    .sort((a, b) => spent(b) - spent(a))
    .slice(0, LINES.length)
    .map((task, i) => ({ name: label(task), paint: LINES[i], values: inColumns(task, starts, 'medianDurationMs') }));
}

function durationsSentence(tasks, lines) {
  if (tasks.length === 1) return 'Of the runs that succeeded.';
  const which = lines.length < tasks.length ? `the ${lines.length} tasks that take most time in all` : 'each task';
  return `Median of the runs that succeeded, for ${which}, on a logarithmic scale.`;
}
