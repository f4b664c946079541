/// Reports failures to Sentry, or to anything that speaks its protocol. Needs `io.sentry:sentry`.
@NullMarked
package dev.tocsin.sdk.error.sentry;

import org.jspecify.annotations.NullMarked;
