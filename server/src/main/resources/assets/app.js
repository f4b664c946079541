// What every page needs: ages that keep counting, the theme switch, and live updates.
(function () {
  "use strict";

  function ageText(seconds) {
    if (seconds < 0) return "just now";
    if (seconds < 60) return Math.floor(seconds) + " s";
    if (seconds < 3600) return Math.floor(seconds / 60) + " min";
    if (seconds < 172800) return Math.floor(seconds / 3600) + " h " + (Math.floor(seconds / 60) % 60) + " min";
    return Math.floor(seconds / 86400) + " d";
  }

  // The server's clock counts: a laptop's may be wrong.
  var skew = 0;
  var served = document.documentElement.dataset.now;
  if (served) skew = Number(served) - Date.now();

  function tick() {
    document.querySelectorAll("time[data-until]").forEach(function (element) {
      var left = (Date.parse(element.getAttribute("datetime")) - Date.now() - skew) / 1000;
      element.textContent = left > 0 ? "in " + ageText(left) : "now";
    });
    document.querySelectorAll("time[data-age]").forEach(function (element) {
      var at = Date.parse(element.getAttribute("datetime"));
      var text = ageText((Date.now() + skew - at) / 1000);
      var suffix = element.dataset.age;
      element.textContent = suffix && text !== "just now" ? text + " " + suffix : text;
      element.title = new Date(at).toLocaleString();
    });
  }

  function themeSwitch() {
    var button = document.querySelector("[data-theme-switch]");
    if (!button) return;
    button.addEventListener("click", function () {
      var root = document.documentElement;
      var dark = root.dataset.theme
        ? root.dataset.theme === "dark"
        : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = dark ? "light" : "dark";
      try {
        localStorage.setItem("theme", root.dataset.theme);
      } catch (e) {
        // Storage may be switched off; the choice lasts for this page then.
      }
      document.dispatchEvent(new Event("themechange"));
    });
  }

  function live() {
    var source = document.body.dataset.live;
    if (!source || !window.EventSource) return;
    var badge = document.querySelector(".live");
    var stream = new EventSource(source);
    function show(state, text) {
      if (!badge) return;
      badge.dataset.state = state;
      badge.textContent = text;
    }
    stream.onopen = function () {
      show("on", "live");
      document.body.dispatchEvent(new Event("live:reconnected"));
    };
    stream.onerror = function () {
      var calmText = badge && badge.dataset.off;
      show(calmText ? "polling" : "off", calmText || "not live: the figures below are ageing");
    };
    (document.body.dataset.liveTopics || "").split(",").forEach(function (topic) {
      stream.addEventListener(topic, function () {
        document.body.dispatchEvent(new Event("live:" + topic));
      });
    });
  }

  // A form that has been sent says so at once, and is not sent twice.
  document.addEventListener("submit", function (event) {
    var button = event.submitter;
    if (!button || event.target.hasAttribute("hx-post")) return;
    setTimeout(function () { button.disabled = true; }, 0);
  });
  addEventListener("pageshow", function () {
    document.querySelectorAll("button[disabled]").forEach(function (button) {
      button.disabled = false;
    });
    countTicked();
  });

  // A part that cannot be refreshed keeps what it shows, and the page says how old that is.
  var failing = {};

  function refreshed(event, ok) {
    var path = event.detail.pathInfo.requestPath;
    if (ok) delete failing[path];
    else failing[path] = true;
    var stale = Object.keys(failing).length > 0;
    document.body.toggleAttribute("data-stale", stale);
    document.querySelectorAll("[data-stale]:not(body)").forEach(function (notice) {
      notice.hidden = !stale;
    });
    if (!stale) {
      document.querySelectorAll("time[data-refreshed]").forEach(function (element) {
        element.setAttribute("datetime", new Date(Date.now() + skew).toISOString());
      });
    }
    tick();
  }
  document.addEventListener("htmx:afterRequest", function (event) {
    refreshed(event, event.detail.successful);
  });

  // The session has ended when a part answers with the sign-in page.
  document.addEventListener("htmx:beforeSwap", function (event) {
    var address = event.detail.xhr.responseURL;
    if (address && new URL(address).pathname === "/sign-in") {
      event.detail.shouldSwap = false;
      location.reload();
    }
  });

  // What somebody has unfolded stays unfolded.
  var unfolded = [];
  document.addEventListener("htmx:beforeSwap", function () {
    unfolded = Array.from(document.querySelectorAll("details[id][open]"), function (element) {
      return element.id;
    });
  });
  document.addEventListener("htmx:afterSwap", function () {
    unfolded.forEach(function (id) {
      var element = document.getElementById(id);
      if (element) element.open = true;
    });
  });

  // What somebody has ticked stays ticked; a group's box ticks all of the group.
  var ticked = {};

  function countTicked() {
    var boxes = Array.from(document.querySelectorAll("input[data-choose]"));
    var count = boxes.filter(function (box) { return box.checked; }).length;
    document.querySelectorAll("[data-chosen-count]").forEach(function (element) {
      var text = count === 0 ? "Nothing ticked" : count === 1 ? "1 alert ticked" : count + " alerts ticked";
      if (element.textContent !== text) element.textContent = text;
    });
    document.querySelectorAll("form#chosen button").forEach(function (button) {
      button.disabled = count === 0;
    });
    document.querySelectorAll("[data-choose-all]").forEach(function (all) {
      var own = Array.from(all.closest("[data-group]").querySelectorAll("input[data-choose]"));
      var on = own.filter(function (box) { return box.checked; }).length;
      all.hidden = own.length < 2;
      all.checked = on === own.length;
      all.indeterminate = on > 0 && on < own.length;
    });
  }
  document.addEventListener("change", function (event) {
    if (event.target.matches("[data-choose-all]")) {
      event.target.closest("[data-group]").querySelectorAll("input[data-choose]").forEach(function (box) {
        box.checked = event.target.checked;
      });
    }
    if (event.target.matches("[data-choose-all], [data-choose]")) countTicked();
  });
  document.addEventListener("htmx:beforeSwap", function () {
    ticked = {};
    document.querySelectorAll("input[data-choose]:checked").forEach(function (box) {
      ticked[box.id] = true;
    });
  });
  document.addEventListener("htmx:afterSwap", function () {
    document.querySelectorAll("input[data-choose]").forEach(function (box) {
      if (ticked[box.id]) box.checked = true;
    });
    countTicked();
  });
  if (document.querySelector("form#chosen")) countTicked();

  // On a phone the sections scroll; the one that is shown must be seen.
  function showSection() {
    var current = document.querySelector(".top nav a[aria-current]");
    if (!current) return;
    var list = current.closest("ul");
    list.scrollLeft = current.offsetLeft - list.offsetLeft - (list.clientWidth - current.offsetWidth) / 2;
  }

  document.addEventListener("htmx:afterSwap", tick);
  showSection();
  themeSwitch();
  live();
  tick();
  setInterval(tick, 1000);
})();
