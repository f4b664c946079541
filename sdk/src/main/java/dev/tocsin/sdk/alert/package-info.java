/// Where the alerts of all features come together: their keys go to the fallbacks, and from there
/// as events to the server.
@NullMarked
package dev.tocsin.sdk.alert;

import org.jspecify.annotations.NullMarked;
