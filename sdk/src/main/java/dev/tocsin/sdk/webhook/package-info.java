/// Events that a provider posts to the application: [WebhookReceiver] checks the signature, keeps
/// replays away, and hands each event over exactly once in effect. It knows no HTTP server.
@NullMarked
package dev.tocsin.sdk.webhook;

import org.jspecify.annotations.NullMarked;
