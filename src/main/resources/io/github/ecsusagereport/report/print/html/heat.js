// The heat map: mean use by task and hour.

const HEAT_ROW = 22;
const ALL_HOURS = Array.from({ length: 24 }, (each, hour) => hour);

function drawHeat(tasks, width) {
  if (!tasks.length) return { empty: 'No task has this in its name.' };
  const measure = document.querySelector('input[name="measure"]:checked').value;
  const isDay = document.querySelector('input[name="columns"]:checked').value === 'hours';
  const columns = isDay ? ALL_HOURS : columnStarts(tasks);
  const names = columns.map((each) => (isDay ? `${two(each)}:00` : columnName(each, DATA.historyStepMs)));
  const cells = heatCells(tasks, columns, measure, isDay);
  const what = measure === 'avgCpuUtilization' ? 'CPU' : 'memory';
  if (!cells.length) return { empty: `No run says how much ${what} it used on average.` };
  const most = cells.reduce((a, b) => (b[2] > a[2] ? b : a));
  return {
    says:
      `Mean ${what} in percent of the size. ${isDay ? 'A column is an hour of the day (UTC), and a run stands in that in which it started.' : columnsSentence() + openSentence(columns)}` +
      ` The most is ${percent(most[2])}, ${label(tasks[most[1]])}, ${names[most[0]]}.`,
    legend: isDay ? [] : openLegend(columns),
    height: 84 + rowHeight(tasks, width, HEAT_ROW) * tasks.length,
    option: heatOption(tasks, width, columns, names, cells, isDay),
    headings: ['Task', 'From', 'Mean'],
    texts: [1],
    rows: cells.map(([x, y, value]) => [label(tasks[y]), names[x], percent(value, 1)]),
  };
}

/** [column, row, percent] of each that is known. */
function heatCells(tasks, columns, measure, isDay) {
  const at = new Map(columns.map((each, i) => [each, i]));
  return tasks.flatMap((task, y) =>
    (isDay ? task.hours : task.history)
      .filter((each) => isKnown(each[measure]))
      .map((each) => [at.get(isDay ? each.hour : Date.parse(each.from)), y, each[measure]]),
  );
}

/** A mean over a column that is not over yet is hatched: a lighter one would mean less. */
function openCell(value, columns) {
  return isOpen(columns[value[0]]) ? { value, itemStyle: { decal: open().decal } } : value;
}

function heatOption(tasks, width, columns, names, cells, isDay) {
  return {
    grid: rowsGrid(tasks, width, { top: 76, show: true, backgroundColor: colour('empty'), borderWidth: 0 }),
    xAxis: isDay
      ? axis({ type: 'category', data: names, position: 'top', splitLine: { show: false } })
      : timeAxis(columns, width, { position: 'top' }),
    yAxis: taskAxis(tasks, width),
    visualMap: {
      type: 'continuous',
      min: 0,
      max: 100,
      orient: 'horizontal',
      left: labelWidth(tasks, width) - 12,
      top: 0,
      itemWidth: 10,
      itemHeight: 140,
      text: ['100%', '0%'],
      textStyle: { color: colour('quiet') },
      inRange: { color: [colour('heat-low'), colour('heat-middle'), colour('heat-high')] },
    },
    tooltip: {
      ...tooltip(),
      formatter: ({ value: [x, y, mean] }) => tip(label(tasks[y]), [[names[x], percent(mean, 1)]]),
    },
    series: [{ type: 'heatmap', data: isDay ? cells : cells.map((cell) => openCell(cell, columns)), progressive: 0, itemStyle: { borderColor: colour('card'), borderWidth: 1 } }],
  };
}
