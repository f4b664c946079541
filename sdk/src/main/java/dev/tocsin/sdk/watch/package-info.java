/// What is looked at again and again: the frame of the monitors of lifecycles and queues.
@NullMarked
package dev.tocsin.sdk.watch;

import org.jspecify.annotations.NullMarked;
