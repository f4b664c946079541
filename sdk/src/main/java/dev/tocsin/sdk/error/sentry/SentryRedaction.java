package dev.tocsin.sdk.error.sentry;

import dev.tocsin.sdk.redact.Redactor;
import io.sentry.Breadcrumb;
import io.sentry.Hint;
import io.sentry.SentryEvent;
import io.sentry.SentryOptions.BeforeSendCallback;
import io.sentry.protocol.Message;
import io.sentry.protocol.SentryException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Takes secrets out of the running text of an event: messages of exceptions, log messages,
/// breadcrumbs. Structured parts are redacted where they are put in.
final class SentryRedaction implements BeforeSendCallback {

  private final Redactor redactor;

  SentryRedaction(Redactor redactor) {
    this.redactor = redactor;
  }

  @Override
  public SentryEvent execute(SentryEvent event, Hint hint) {
    List<SentryException> exceptions = event.getExceptions();
    if (exceptions != null) {
      exceptions.forEach(exception -> exception.setValue(clean(exception.getValue())));
    }
    Message message = event.getMessage();
    if (message != null) {
      message.setMessage(clean(message.getMessage()));
      message.setFormatted(clean(message.getFormatted()));
    }
    List<Breadcrumb> breadcrumbs = event.getBreadcrumbs();
    if (breadcrumbs != null) {
      breadcrumbs.forEach(breadcrumb -> breadcrumb.setMessage(clean(breadcrumb.getMessage())));
    }
    return event;
  }

  private @Nullable String clean(@Nullable String text) {
    return text == null ? null : redactor.text(text);
  }
}
