package dev.tocsin.server.alert;

/// An alert with what only its own stages need to know.
///
/// @param keepFiringSinceMillis when the condition of a firing alert ceased to hold, or 0
/// @param notifiedAtMillis when its firing was told to the listeners, or 0 if it was not
record Episode(Alert alert, long keepFiringSinceMillis, long notifiedAtMillis) {
  boolean isFiring() {
    return alert.state() == AlertState.FIRING;
  }

  boolean isPending() {
    return alert.state() == AlertState.PENDING;
  }

  boolean wasTold() {
    return notifiedAtMillis != 0;
  }

  String fingerprint() {
    return alert.fingerprint();
  }

  Episode toldAt(long atMillis) {
    return new Episode(alert, keepFiringSinceMillis, atMillis);
  }

  Episode withId(String id) {
    return with(changed(id, alert.details()));
  }

  /// Its condition ceased to hold at a time, and it resolves then or keeps firing.
  Episode ceased(long sinceMillis, long atMillis, boolean resolves) {
    var ceased =
        new Alert(
            alert.id(),
            alert.fingerprint(),
            alert.ruleName(),
            alert.labels(),
            alert.annotations(),
            resolves ? AlertState.RESOLVED : AlertState.FIRING,
            alert.value(),
            alert.activeSinceMillis(),
            alert.firedAtMillis(),
            resolves ? atMillis : 0,
            atMillis,
            alert.acknowledgedBy(),
            alert.acknowledgedAtMillis(),
            alert.details());
    return new Episode(ceased, sinceMillis, notifiedAtMillis);
  }

  /// This episode, kept open because it comes and goes, or not any more.
  Episode flapping(boolean flaps) {
    return with(changed(alert.id(), alert.details().flapping(flaps)));
  }

  private Episode with(Alert changed) {
    return new Episode(changed, keepFiringSinceMillis, notifiedAtMillis);
  }

  private Alert changed(String id, Alert.Details details) {
    return new Alert(
        id,
        alert.fingerprint(),
        alert.ruleName(),
        alert.labels(),
        alert.annotations(),
        alert.state(),
        alert.value(),
        alert.activeSinceMillis(),
        alert.firedAtMillis(),
        alert.resolvedAtMillis(),
        alert.lastEvaluatedMillis(),
        alert.acknowledgedBy(),
        alert.acknowledgedAtMillis(),
        details);
  }
}
