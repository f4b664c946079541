// What visitors' browsers tell: web vitals and errors. Stands behind the web-vitals library in one
// scope; CONFIG is replaced when it is served. Without `production` nothing is measured or sent.
const config = CONFIG;
const NAMES = ['LCP', 'FID', 'CLS', 'FCP', 'TTFB', 'INP'];
const RATINGS = {good: 'GOOD', 'needs-improvement': 'NEEDS_IMPROVEMENT', poor: 'POOR'};
const DEBOUNCE_MILLIS = 5000;
const MAX_POSTS = 50;
const MAX_ERRORS = 10;
const MAX_VALUE = 99999.999;

let metrics = {};
const errors = new Map();
let timer = 0;
let posts = 0;

const meta = (name) => {
  const found = document.querySelector('meta[name="' + name + '"]');
  return found ? found.content : '';
};

const country = () => {
  const code = meta('tocsin-country').toUpperCase();
  return /^[A-Z]{2}$/.test(code) ? code : null;
};

// The page's own answer cannot be read by scripts, except for its Server-Timing header.
const correlationId = () => {
  let id = meta('tocsin-correlation-id');
  const [navigation] = performance.getEntriesByType('navigation');
  if (!id && navigation && navigation.serverTiming) {
    const entry = navigation.serverTiming.find((each) => each.name === 'correlation');
    id = entry ? entry.description : '';
  }
  return /^[\w.-]{1,64}$/.test(id) ? id : null;
};

const send = (url, content) => {
  if (posts++ >= MAX_POSTS) {
    return;
  }
  const body = JSON.stringify(content);
  const type = 'application/json';
  try {
    if (navigator.sendBeacon && navigator.sendBeacon(url, new Blob([body], {type}))) {
      return;
    }
  } catch (refused) {
    // Some browsers throw instead of answering false; fetch is the way left.
  }
  const options = {method: 'POST', body, headers: {'Content-Type': type}, keepalive: true};
  fetch(url, options).catch(() => {});
};

const flush = () => {
  clearTimeout(timer);
  timer = 0;
  const route = location.pathname.slice(0, 512);
  const userAgent = navigator.userAgent.slice(0, 512);
  const vitals = Object.values(metrics);
  metrics = {};
  if (vitals.length) {
    const connectionType = (navigator.connection && navigator.connection.effectiveType) || null;
    const content = {route, metrics: vitals, userAgent, country: country(), connectionType};
    send(config.vitals, content);
  }
  const unsent = [...errors.values()].filter((error) => error.count);
  if (unsent.length) {
    send(config.errors, {route, correlationId: correlationId(), userAgent, errors: unsent});
    unsent.forEach((error) => (error.count = 0));
  }
};

const flushSoon = (again) => {
  if (document.visibilityState === 'hidden') {
    Promise.resolve().then(flush);
  } else if (again || !timer) {
    clearTimeout(timer);
    timer = setTimeout(flush, DEBOUNCE_MILLIS);
  }
};

const report = ({name, value, rating}) => {
  const word = RATINGS[rating] || rating;
  if (NAMES.includes(name) && value >= 0 && Object.values(RATINGS).includes(word)) {
    const rounded = Math.min(Math.round(value * 1000) / 1000, MAX_VALUE);
    metrics[name] = {name, value: rounded, rating: word};
    flushSoon(true);
  }
};

const clean = (text, length) =>
  String(text || '').replace(/[?#][^\s:)]*(?=[\s:)]|$)/g, '').slice(0, length);

const fail = (type, reason, event) => {
  const isError = reason instanceof Error;
  const name = isError ? reason.name + ': ' + reason.message : String(reason);
  const message = name.slice(0, 300);
  const source = clean(event.filename, 300);
  const line = event.lineno || 0;
  const key = [type, message, source, line].join('|');
  const known = errors.get(key);
  if (known) {
    known.count++;
  } else if (errors.size < MAX_ERRORS) {
    const stack = clean(isError && reason.stack, 2000);
    const column = event.colno || 0;
    errors.set(key, {type, message, source, line, column, stack, count: 1});
  } else {
    return;
  }
  flushSoon(false);
};

const whileSafe = (work) => (event) => {
  try {
    work(event);
  } catch (broken) {
    // Measuring must never break the page.
  }
};

const start = () => {
  [webVitals.onLCP, webVitals.onCLS, webVitals.onFCP, webVitals.onTTFB, webVitals.onINP].forEach(
    (on) => on(report));
  if (config.errors) {
    addEventListener('error', whileSafe((event) => fail('error', event.error || event.message, event)));
    addEventListener(
      'unhandledrejection', whileSafe((event) => fail('unhandledrejection', event.reason, {})));
  }
  // web-vitals settles its values in the capture phase, so they are there when this one is called.
  document.addEventListener('visibilitychange', whileSafe(() => {
    if (document.visibilityState === 'hidden') {
      flush();
    }
  }));
  addEventListener('pagehide', whileSafe(flush));
};

if (!window.tocsinRum) {
  const on = config.production;
  window.tocsinRum = {
    report: whileSafe(on ? report : () => {}),
    error: whileSafe(on && config.errors ? (reason) => fail('reported', reason, {}) : () => {}),
  };
  if (on) {
    start();
  }
}
