// Has this browser told of incidents, or stops that.
(function () {
  "use strict";
  var box = document.querySelector("[data-push]");
  if (!box) return;
  var state = box.querySelector("[data-push-state]");
  var on = box.querySelector("[data-push-on]");
  var off = box.querySelector("[data-push-off]");
  var api = "/api/v1/monitoring/push-subscriptions";

  function say(text) { state.textContent = text; }

  function show(isTold) {
    on.hidden = isTold;
    off.hidden = !isTold;
    say(isTold ? "This browser is told." : "This browser is not told.");
  }

  function bytes(text) {
    var plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, function (c) { return c.charCodeAt(0); });
  }

  function post(path, body) {
    return fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRF-Token": box.dataset.csrf || "" },
      body: JSON.stringify(body)
    }).then(function (answer) {
      if (answer.ok) return answer;
      return answer.json().then(function (problem) { throw new Error(problem.message || answer.status); });
    });
  }

  if (!("serviceWorker" in navigator) || !("PushManager" in window)) {
    say("This browser cannot be told: it has no Web Push, or the page does not come by HTTPS.");
    return;
  }

  navigator.serviceWorker.register("/admin/push-worker.js", { scope: "/admin/" }).then(function (worker) {
    return worker.pushManager.getSubscription().then(function (known) {
      show(Boolean(known));
      on.addEventListener("click", function () {
        say("Asking the browser");
        worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(box.dataset.push) })
          .then(function (subscription) { return post(api, subscription); })
          .then(function () { show(true); })
          .catch(function (e) { say("That did not work: " + e.message); });
      });
      off.addEventListener("click", function () {
        worker.pushManager.getSubscription().then(function (subscription) {
          if (!subscription) return null;
          return post(api + "/remove", { endpoint: subscription.endpoint })
            .then(function () { return subscription.unsubscribe(); });
        }).then(function () { show(false); })
          .catch(function (e) { say("That did not work: " + e.message); });
      });
    });
  }).catch(function (e) { say("That did not work: " + e.message); });
})();
