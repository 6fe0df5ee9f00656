// Charts with a row for each task: how its use spreads, what a run waits for, what it costs.

const ROW = 26;
const LAUNCH = [
  ['medianRequestDelayMs', 'Request to pull', 'purple'],
  ['medianPullDurationMs', 'Pull', 'yellow'],
  ['medianAfterPullMs', 'Pull to start', 'cyan'],
];

function drawSpread(what, field, tasks, width) {
  const known = tasks.filter((task) => task[field]);
  if (!known.length) return { empty: `Of no run enough was read to say how much ${what} it used.` };
  const points = known.flatMap((task, row) => task[field].outlierRuns.map((run) => ({ value: [run.utilization, row], run })));
  const outliers = known.reduce((sum, task) => sum + task[field].outliers, 0);
  return {
    says:
      `${what === 'CPU' ? 'The mean of each run' : 'The most that each run used'}. A box is the middle half of the runs, the line in it the median; ` +
      'the whiskers reach to the last run within 1.5 times the box. ' +
      outliersSentence(outliers, points.length) +
      leftOut(tasks.length - known.length, 'of which too little was read'),
    height: 44 + rowHeight(known, width, ROW) * known.length,
    option: spreadOption(known, field, points, width),
    headings: ['Task', 'Runs', 'Least', '25%', 'Median', '75%', 'Most', 'Outliers', 'The farthest out'],
    texts: [8],
    rows: known.map((task) => spreadRow(task, task[field])),
  };
}

function spreadOption(tasks, field, points, width) {
  const numbers = (task) => ['low', 'p25', 'median', 'p75', 'high'].map((each) => task[field][each]);
  return {
    ...rowsOption(tasks, width, { min: 0, max: ({ max }) => Math.max(100, 10 * Math.ceil(max / 10)) }, '{value}%'),
    tooltip: { ...tooltip(), formatter: (point) => spreadTip(tasks, field, point) },
    series: [
      {
        type: 'boxplot',
        data: tasks.map(numbers),
        boxWidth: [8, 14],
        itemStyle: { color: colour('bar'), borderColor: colour('accent'), borderWidth: 1.5 },
      },
      { type: 'scatter', data: points, symbolSize: 7, itemStyle: { color: colour('red') } },
    ],
  };
}

/** A row for each task, and a scale above them. */
function rowsOption(tasks, width, scale, format) {
  const axisLabel = { color: colour('quiet'), hideOverlap: true, formatter: format };
  return {
    grid: rowsGrid(tasks, width),
    xAxis: axis({ type: 'value', position: 'top', axisLabel, ...scale }),
    yAxis: taskAxis(tasks, width),
  };
}

/** A tooltip for all bars of a row. */
function rowTooltip(tasks, lines) {
  return {
    ...tooltip(),
    trigger: 'axis',
    axisPointer: { type: 'shadow' },
    formatter: ([{ dataIndex }]) => tip(label(tasks[dataIndex]), lines(tasks[dataIndex])),
  };
}

function outliersSentence(all, drawn) {
  if (!all) return 'No run lies beyond.';
  const rest = all > drawn ? ` The ${drawn} farthest out are drawn.` : '';
  return `${plural(all, 'run lies', 'runs lie')} beyond.${rest}`;
}

function leftOut(number, why) {
  return number ? ` ${plural(number, 'task is', 'tasks are')} left out, ${why}.` : '';
}

function outlierName(run) {
  return `${percent(run.utilization, 1)}: ${run.taskId ?? 'a task without an id'}, ${moment(run.startedAt)}`;
}

function spreadRow(task, spread) {
  const numbers = ['min', 'p25', 'median', 'p75', 'max'].map((each) => percent(spread[each], 1));
  const runs = el('div', {}, ...spread.outlierRuns.map((run) => el('div', {}, outlierName(run))));
  return [label(task), count(spread.runs), ...numbers, count(spread.outliers), runs];
}

function spreadTip(tasks, field, point) {
  if (point.seriesType === 'scatter') {
    const { run, value } = point.data;
    return tip(label(tasks[value[1]]), [
      [percent(run.utilization, 1), moment(run.startedAt)],
      ['task', run.taskId ?? UNKNOWN],
    ]);
  }
  const spread = tasks[point.dataIndex][field];
  const names = [['max', 'most'], ['p75', '75%'], ['median', 'median'], ['p25', '25%'], ['min', 'least']];
  const lines = names.map(([each, name]) => [name, percent(spread[each], 1)]);
  return tip(label(tasks[point.dataIndex]), [...lines, ['runs', count(spread.runs)]]);
}

function drawLaunch(tasks, width) {
  const known = tasks.filter((task) => isKnown(task.medianDurationMs));
  if (!known.length) return { empty: 'No run of these succeeded, so there is no time to split.' };
  const parts = (task) => [...LAUNCH.map(([field]) => task.launch[field] ?? 0), task.medianDurationMs];
  const total = (task) => parts(task).reduce((a, b) => a + b, 0);
  const waiting = (task) => 100 - (100 * task.medianDurationMs) / total(task);
  const most = known.reduce((a, b) => (waiting(b) > waiting(a) ? b : a));
  const names = [...LAUNCH.map(([, name, paint]) => [name, paint]), ['Run', 'blue']];
  return {
    says:
      'From the request to the end, each part as the median of the runs that succeeded; a part that no line tells is left out. ' +
      `${label(most)} waits for the largest part of its time, ${percent(waiting(most))}.` +
      leftOut(tasks.length - known.length, 'of which no run succeeded'),
    legend: names,
    height: 44 + rowHeight(known, width, ROW) * known.length,
    option: launchOption(known, names, parts, width),
    headings: ['Task', ...LAUNCH.map(([, name]) => name), 'Run', 'Waiting'],
    rows: known.map((task) => [
      label(task),
      ...LAUNCH.map(([field]) => duration(task.launch[field])),
      duration(task.medianDurationMs),
      percent(waiting(task)),
    ]),
  };
}

function launchOption(tasks, names, parts, width) {
  const share = (task, i) => (100 * parts(task)[i]) / parts(task).reduce((a, b) => a + b, 0);
  return {
    ...rowsOption(tasks, width, { min: 0, max: 100 }, '{value}%'),
    tooltip: rowTooltip(tasks, (task) => parts(task).map((ms, i) => [names[i][0], duration(ms)])),
    series: names.map(([name, paint], i) => ({
      name,
      type: 'bar',
      stack: 'time',
      barWidth: 14,
      itemStyle: { color: colour(paint) },
      data: tasks.map((task) => share(task, i)),
    })),
  };
}

/** US dollars a month; what is to stay as it is costs the same. */
function monthly(task, option) {
  return (option?.usdPerRun ?? NaN) * (task.runs.perMonth ?? NaN);
}

function drawCost(tasks, width) {
  const known = tasks
    .filter((task) => isKnown(monthly(task, task.now)))
    .sort((a, b) => monthly(b, b.now) - monthly(a, a.now));
  if (!known.length) return { empty: 'A cost a month takes a Fargate size, a run that succeeded, and runs on a day or more.' };
  const today = (task) => monthly(task, task.now);
  const advised = (task) => (task.take ? monthly(task, task.take) : today(task));
  const sum = (cost) => known.reduce((all, task) => all + cost(task), 0);
  const bars = [['Today', today, 'grey'], ['At the advised size', advised, 'blue']];
  return {
    says:
      `${usd(sum(today))} today, ${usd(sum(advised))} with every advice taken. A task without advice stays as it is.` +
      leftOut(tasks.length - known.length, 'of which no cost a month is known'),
    legend: bars.map(([name, cost, paint]) => [name, paint]),
    height: 44 + rowHeight(known, width, ROW + 4) * known.length,
    option: costOption(known, bars, width),
    headings: ['Task', 'Runs a month', 'A run today', 'A run advised', 'A month today', 'A month advised'],
    rows: known.map((task) => [
      label(task),
      task.runs.perMonth.toFixed(1),
      `$${task.now.usdPerRun.toFixed(6)}`,
      task.take ? `$${task.take.usdPerRun.toFixed(6)}` : UNKNOWN,
      usd(today(task)),
      usd(advised(task)),
    ]),
  };
}

function costOption(tasks, bars, width) {
  return {
    ...rowsOption(tasks, width, {}, '${value}'),
    tooltip: rowTooltip(tasks, (task) => bars.map(([name, cost]) => [name, usd(cost(task))])),
    series: bars.map(([name, cost, paint]) => ({
      name,
      type: 'bar',
      barWidth: 9,
      barGap: '10%',
      itemStyle: { color: colour(paint) },
      data: tasks.map(cost),
    })),
  };
}
