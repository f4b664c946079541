/// Connection pools of the application as figures: [ConnectionPool] and the errors that its users
/// met. It knows neither health nor metrics.
@NullMarked
package dev.tocsin.sdk.pool;

import org.jspecify.annotations.NullMarked;
