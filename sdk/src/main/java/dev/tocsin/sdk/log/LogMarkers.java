package dev.tocsin.sdk.log;

import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/// Marks of lines that are kept irrespective of sampling.
public final class LogMarkers {

  /// A line about security: sign-ins, refusals, changes of rights.
  public static final Marker SECURITY = MarkerFactory.getMarker("SECURITY");

  /// A line with a fixed name that is counted and alerted on.
  public static final Marker EVENT = MarkerFactory.getMarker("EVENT");

  private LogMarkers() {}
}
