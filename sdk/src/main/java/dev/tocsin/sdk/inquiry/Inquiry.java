package dev.tocsin.sdk.inquiry;

import java.time.Duration;

/// Something that is asked again and again.
///
/// @param <R> what it finds; a failure and a timeout are findings as well
public interface Inquiry<R> {

  /// Looks now. May block up to the timeout, then it is interrupted.
  R ask() throws Exception;

  /// The finding when [#ask()] threw.
  R failed(Throwable failure);

  /// The finding when [#ask()] did not return within the timeout.
  R late();

  Duration timeout();

  /// How long a finding is given out again before it is asked anew.
  Duration cacheTime();
}
