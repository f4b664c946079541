// Shows what the server pushes, and opens the incident when somebody clicks it.
"use strict";

self.addEventListener("push", function (event) {
  var message = event.data ? event.data.json() : { title: "Tocsin", body: "", tag: "", url: "" };
  event.waitUntil(self.registration.showNotification(message.title, {
    body: message.body,
    tag: message.tag,
    renotify: Boolean(message.tag),
    requireInteraction: message.urgent === true,
    data: { url: message.url }
  }));
});

self.addEventListener("notificationclick", function (event) {
  event.notification.close();
  var url = event.notification.data && event.notification.data.url;
  event.waitUntil(self.clients.openWindow(url || "/admin/incidents"));
});
