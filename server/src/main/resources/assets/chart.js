// Line charts: <div class="chart" data-chart="/address" data-unit="per min"></div>.
// The address answers { "times": [epoch seconds], "lines": [{ "name": …, "values": [number|null] }] }.
(function () {
  "use strict";
  var REFRESH_MILLIS = 30000;

  function colour(name) {
    var probe = document.createElement("span");
    probe.style.color = "var(" + name + ")";
    document.body.append(probe);
    var value = getComputedStyle(probe).color;
    probe.remove();
    return value;
  }

  var compact = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 3 });

  function amounts(plot, splits) {
    return splits.map(function (value) { return compact.format(value); });
  }

  function times(plot, splits) {
    return splits.map(function (seconds) {
      var time = new Date(seconds * 1000);
      return String(time.getHours()).padStart(2, "0") + ":" + String(time.getMinutes()).padStart(2, "0");
    });
  }

  function options(element, lines) {
    var ink = colour("--ink-soft");
    var grid = colour("--line");
    var axis = { stroke: ink, grid: { stroke: grid, width: 1 }, ticks: { stroke: grid, width: 1 }, font: "12px system-ui" };
    return {
      width: element.clientWidth,
      height: Math.max(element.clientHeight - (lines.length > 1 ? 28 : 0), 84),
      legend: { show: lines.length > 1, live: false },
      cursor: { y: false },
      scales: { y: { range: function (plot, low, high) { return [Math.min(0, low), high > 0 ? high * 1.1 : 1]; } } },
      axes: [Object.assign({ space: 60, size: 28, values: times }, axis), Object.assign({ size: 46, values: amounts }, axis)],
      series: [{}].concat(lines.map(function (line, index) {
        var stroke = colour("--chart-" + (index % 4 + 1));
        return { label: line.name, stroke: stroke, width: 2, spanGaps: false };
      }))
    };
  }

  function draw(element, data) {
    if (element.plot) element.plot.destroy();
    var empty = data.lines.every(function (line) {
      return line.values.every(function (value) { return value === null; });
    });
    element.dataset.state = empty ? "empty" : "drawn";
    element.plot = empty ? null
      : new uPlot(options(element, data.lines), [data.times].concat(data.lines.map(function (line) { return line.values; })), element);
  }

  function load(element) {
    fetch(element.dataset.chart, { headers: { Accept: "application/json" } })
      .then(function (response) {
        if (!response.ok) throw new Error(String(response.status));
        return response.json();
      })
      .then(function (data) {
        element.data = data;
        draw(element, data);
      })
      .catch(function () {
        if (!element.data) element.dataset.state = "failed";
      });
  }

  function all(work) {
    document.querySelectorAll(".chart[data-chart]").forEach(work);
  }

  function redraw() {
    all(function (element) {
      if (element.data) draw(element, element.data);
    });
  }

  var pending;
  addEventListener("resize", function () {
    clearTimeout(pending);
    pending = setTimeout(redraw, 150);
  });
  document.addEventListener("themechange", redraw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  all(function (element) {
    element.dataset.state = "waiting";
    load(element);
  });
  setInterval(function () {
    if (!document.hidden) all(load);
  }, REFRESH_MILLIS);
})();
