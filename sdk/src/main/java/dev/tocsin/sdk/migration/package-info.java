/// Whether the database has the migrations that the application ships: one computation,
/// [Migrations], that readiness, smoke tests and alerts share.
@NullMarked
package dev.tocsin.sdk.migration;

import org.jspecify.annotations.NullMarked;
