package dev.tocsin.sdk.egress;

/// What the destination answered.
///
/// @param body its beginning, at most [GuardedHttpClient#MAX_ANSWER_BYTES]
public record OutgoingAnswer(int status, String body) {

  public boolean successful() {
    return status >= 200 && status < 300;
  }
}
