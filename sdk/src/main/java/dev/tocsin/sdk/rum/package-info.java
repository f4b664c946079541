/// The script that measures in visitors' browsers, ready to be served. Start at [RumScript].
@NullMarked
package dev.tocsin.sdk.rum;

import org.jspecify.annotations.NullMarked;
