/// The `tocsin` command: one class per sub-command. Start at [Main].
@NullMarked
package dev.tocsin.cli;

import org.jspecify.annotations.NullMarked;
