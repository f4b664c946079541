/// Incident webhooks: JSON with a bearer token, an idempotency key and, when a signing secret is
/// set, a signature after Standard Webhooks. Start at [WebhookType].
@NullMarked
package dev.tocsin.server.deliver.webhook;

import org.jspecify.annotations.NullMarked;
