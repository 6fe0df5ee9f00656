// One task by itself: the sizes that were weighed, its last runs, and their curves over each other.

const MOST_ON_TOP = [
  ['last', 'The last runs', 'blue', { width: 1.25, opacity: 0.7 }],
  ['failed', 'Failed', 'red', { width: 2, type: 'dashed' }],
  ['largest', 'The most memory', 'purple', { width: 2.5 }],
];
const LIMIT = ['The size', 'text'];

/** Of a curve's text; null where nothing was read. */
function curveValues(text, factor) {
  return text.split(' ').map((word) => (/^\d+(\.\d+)?$/.test(word) ? Number(word) * factor : null));
}

/** What a run is there for, as it is drawn: the one that is most on top. */
function runKind(run) {
  return MOST_ON_TOP.findLast(([because]) => run.because.includes(because)) ?? MOST_ON_TOP[0];
}

function runName(run) {
  return `${moment(run.startedAt)}, ${run.status}`;
}

/** The curves of a field in units of factor, below the size that each run had. */
function drawCurves([task], width, { field, factor, unit, size: sizeOf }) {
  const order = (run) => MOST_ON_TOP.indexOf(runKind(run));
  const runs = task.singleRuns.filter((run) => run.usageCurve).sort((a, b) => order(a) - order(b));
  if (!runs.length) return { empty: 'No line of these runs has a curve of its use (USAGE_CURVE).' };
  const lines = runs.map((run) => ({ run, values: curveValues(run.usageCurve[field], factor) }));
  const sizes = [...new Set(runs.map(sizeOf).filter(isKnown))].sort((a, b) => a - b);
  const kinds = MOST_ON_TOP.filter((kind) => runs.some((run) => runKind(run) === kind));
  const most = (values) => values.reduce((a, b) => Math.max(a, b ?? 0), 0);
  return {
    says: `Of the watched containers, from the start of each run. ${sizes.length > 1 ? 'The lines across are the sizes that these runs had' : 'The line across is the size of the task'}.`,
    legend: [...kinds.map(([, name, paint]) => [name, paint]), ...(sizes.length ? [LIMIT] : [])],
    height: 280,
    option: curvesOption(lines, sizes, unit),
    headings: ['Run', 'Ended', 'A step', 'Most', `${unit} in each step`],
    texts: [1, 4],
    rows: lines.map(({ run, values }) => [
      moment(run.startedAt),
      run.status,
      duration(run.usageCurve.stepMs),
      String(+most(values).toPrecision(4)),
      values.map((value) => (value === null ? UNKNOWN : +value.toPrecision(4))).join(' '),
    ]),
  };
}

function curvesOption(lines, sizes, unit) {
  const lastMs = Math.max(...lines.map(({ run, values }) => values.length * run.usageCurve.stepMs));
  const [ms, name] = UNITS.find(([each]) => lastMs >= 2 * each) ?? UNITS.at(-1);
  const points = ({ run, values }) => values.map((value, i) => [((i + 0.5) * run.usageCurve.stepMs) / ms, value]);
  const shown = (value) => `${+value.toPrecision(3)} ${unit}`;
  return {
    grid: { ...timeGrid(), bottom: 40 },
    xAxis: axis({ type: 'value', name, nameLocation: 'middle', nameGap: 24, max: lastMs / ms, splitLine: { show: false }, axisLabel: { color: colour('quiet'), hideOverlap: true, showMaxLabel: false } }),
    yAxis: axis({ type: 'value', name: unit, nameGap: 8, min: 0, max: ({ max }) => Math.max(max, ...sizes) * 1.08, axisLabel: { color: colour('quiet'), showMaxLabel: false } }),
    tooltip: {
      ...tooltip(),
      trigger: 'axis',
      formatter: (all) =>
        tip(
          duration(all[0].axisValue * ms),
          all.filter((p) => p.value[1] !== null).map((p) => [p.seriesName, shown(p.value[1])]),
        ),
    },
    series: [...lines.map((line) => curveSeries(line, points(line))), sizeSeries(sizes, unit)],
  };
}

function curveSeries({ run }, data) {
  const [, , paint, lineStyle] = runKind(run);
  return { name: runName(run), type: 'line', showSymbol: data.length < 3, symbolSize: 5, color: colour(paint), lineStyle, data };
}

/** No run: a line across for each size. */
function sizeSeries(sizes, unit) {
  return {
    type: 'line',
    data: [],
    markLine: {
      silent: true,
      symbol: 'none',
      lineStyle: { color: colour('text'), type: 'solid', width: 1.5 },
      label: { position: 'insideEndTop', color: colour('text'), formatter: ({ value }) => `${+value.toPrecision(6)} ${unit}` },
      data: sizes.map((yAxis) => ({ yAxis })),
    },
  };
}

const CURVES = {
  memory: { field: 'memoryMiB', factor: 1, unit: 'MiB', size: (run) => run.memorySizeMiB },
  cpu: { field: 'cpuPercent', factor: 0.01, unit: 'vCPU', size: (run) => run.cpuSizeVcpu },
};

function sizesTable(task) {
  const isSame = (a, b) => Boolean(a && b) && a.cpu === b.cpu && a.memoryMiB === b.memoryMiB;
  const mark = (option) => [isSame(option, task.now) && 'today', isSame(option, task.take) && (task.verdict === 'keep' ? 'to stay' : 'to take')].filter(Boolean).join(', ');
  const dollars = (value) => (isKnown(value) ? `$${value.toFixed(6)}` : UNKNOWN);
  return table(
    ['Size', 'A run takes', 'Times as long', 'A run costs', ''],
    task.weighed.map((option) => [size(option), duration(option.durationMs), isKnown(option.timesAsLong) ? option.timesAsLong.toFixed(2) : UNKNOWN, dollars(option.usdPerRun), mark(option)]),
    [4],
  );
}

function runsTable(task) {
  const words = { last: '', failed: 'failed', largest: 'the most memory' };
  const rows = task.singleRuns.map((run) => [
    moment(run.startedAt),
    run.status,
    String(run.exitCode ?? UNKNOWN),
    duration(run.durationMs),
    percent(run.avgCpuPercent / run.cpuSizeVcpu),
    isKnown(run.maxMemoryUsedMiB) ? `${count(Math.ceil(run.maxMemoryUsedMiB))} MiB` : UNKNOWN,
    percent((100 * run.maxMemoryUsedMiB) / run.memorySizeMiB),
    run.taskId ?? UNKNOWN,
    run.because.map((each) => words[each]).filter(Boolean).join(', '),
  ]);
  return table(['Started (UTC)', 'Ended', 'Exit code', 'Duration', 'CPU', 'Memory', 'of its size', 'Task', ''], rows, [1, 7, 8]);
}

function taskLink(task) {
  return `#task=${encodeURIComponent(label(task))}`;
}

/** The view of one task, which the address names; the list is hidden then. */
class OneTask {
  constructor(tasks) {
    this.tasks = tasks;
    byId('one-back').href = '#';
    this.figures = [
      new Figure('one-memory', (shown, width) => drawCurves(shown, width, CURVES.memory)),
      new Figure('one-cpu', (shown, width) => drawCurves(shown, width, CURVES.cpu)),
      new Figure('one-runs', drawRuns),
      new Figure('one-durations', drawDurations),
    ];
  }

  /** The task that the address names, if any. */
  asked() {
    const name = location.hash.startsWith('#task=') ? decodeURIComponent(location.hash.slice(6)) : null;
    return this.tasks.find((task) => label(task) === name);
  }

  /** Whether one is shown, and no longer the list. */
  show() {
    const task = this.asked();
    byId('one').hidden = !task;
    byId('content').hidden = Boolean(task);
    if (!task) return false;
    byId('one-title').textContent = label(task);
    byId('one-text').textContent = task.text || 'The size fits.';
    byId('one-sizes').parentElement.hidden = !task.weighed.length;
    byId('one-sizes').replaceChildren(sizesTable(task));
    byId('one-last').replaceChildren(runsTable(task));
    this.figures.forEach((figure) => figure.show([task]));
    return true;
  }
}
