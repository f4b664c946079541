/// The decisions that people made about the application (the governance file) beside the values
/// with which it really runs. Start at [Policies].
@NullMarked
package dev.tocsin.sdk.policy;

import org.jspecify.annotations.NullMarked;
