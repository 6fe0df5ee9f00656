'use strict';

// Numbers and times for people, as the text report writes them. What is not known is a dash.

const UNKNOWN = '–';
const SAME_NAME = new Map();
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function isKnown(value) {
  return Number.isFinite(value);
}

function two(number) {
  return String(number).padStart(2, '0');
}

function count(number) {
  return number.toLocaleString('en-US');
}

function plural(number, one, many = `${one}s`) {
  return `${count(number)} ${number === 1 ? one : many}`;
}

function percent(value, digits = 0) {
  return isKnown(value) ? `${value.toFixed(digits)}%` : UNKNOWN;
}

/** 0.4s, 20s, 3m30s, 2h05m. */
function duration(ms) {
  if (!isKnown(ms)) return UNKNOWN;
  if (ms < 9950) return `${(ms / 1000).toFixed(1)}s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m${two(seconds % 60)}s`;
  return `${Math.floor(seconds / 3600)}h${two(Math.floor((seconds % 3600) / 60))}m`;
}

/** $12.34, -$0.50. */
function usd(value) {
  if (!isKnown(value)) return UNKNOWN;
  const sign = value < 0 ? '-' : '';
  if (value !== 0 && Math.abs(value) < 0.01) return `${sign}<$0.01`;
  const digits = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  return `${sign}$${Math.abs(value).toLocaleString('en-US', digits)}`;
}

function size(option) {
  return option ? `${option.cpu / 1024}/${option.memoryMiB}` : UNKNOWN;
}

/** 5 Jan 2026. */
function day(time) {
  const date = new Date(time);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** 5 Jan 2026, 03:00:00. */
function moment(time) {
  return `${day(time)}, ${new Date(time).toISOString().slice(11, 19)}`;
}

/** The beginning of a column of the charts over time. */
function columnName(ms, stepMs) {
  const name = stepMs >= DAY ? day(ms) : moment(ms).slice(0, -3);
  return isOpen(ms) ? `${name} (not over yet)` : name;
}

/** Whether a column goes on behind the newest line of all: more may come. */
function isOpen(start) {
  return start + DATA.historyStepMs > Date.parse(DATA.newestLineAt);
}

/** 3 hours. */
function stepName(ms) {
  const [unit, name] = ms % DAY === 0 ? [DAY, 'day'] : ms % HOUR === 0 ? [HOUR, 'hour'] : [MINUTE, 'minute'];
  return plural(ms / unit, name);
}

/** family/container (job), with the account and the region where these tell tasks apart. */
function label(task) {
  task.label ??= labelOf(task);
  return task.label;
}

function labelOf(task) {
  const name = nameOf(task);
  const same = SAME_NAME.get(name) ?? sameNames().get(name);
  const parts = ['accountId', 'region'].filter((field) => same.some((other) => other[field] !== task[field]));
  return [name, ...parts.map((field) => task[field] ?? '?')].join(' ');
}

/** Tasks by their name, for all of them at once. */
function sameNames() {
  for (const task of DATA.tasks) SAME_NAME.set(nameOf(task), [...(SAME_NAME.get(nameOf(task)) ?? []), task]);
  return SAME_NAME;
}

function nameOf(task) {
  const name = (task.family ?? '?') + (task.containerName ? `/${task.containerName}` : '');
  return task.job ? `${name} (${task.job})` : name;
}
