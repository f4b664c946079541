/// Incidents: opened by alerts or by hand, acknowledged, told in a timeline, resolved. Start at
/// [IncidentDesk]; every change is handed to the [IncidentListener]s inside the transaction that
/// makes it. This package must not know how anybody is told.
@NullMarked
package dev.tocsin.server.incident;

import org.jspecify.annotations.NullMarked;
