/// Requests that end: within a time, and with a bounded answer.
@NullMarked
package dev.tocsin.sdk.http;

import org.jspecify.annotations.NullMarked;
