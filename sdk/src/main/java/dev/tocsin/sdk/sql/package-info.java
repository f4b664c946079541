/// What the features that keep rows in the application's own database share: dialect, transactions,
/// tables. Knows no feature.
@NullMarked
package dev.tocsin.sdk.sql;

import org.jspecify.annotations.NullMarked;
