/// Small facts that must outlive the process, each in a file of its own. Start at [StateFile].
@NullMarked
package dev.tocsin.sdk.state;

import org.jspecify.annotations.NullMarked;
