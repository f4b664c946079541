/// The operator's side: who may enter, and the page that breaks and heals things.
///
/// Entry class: [SwitchDesk]. It does not produce faults itself.
@NullMarked
package dev.tocsin.marketplace.admin;

import org.jspecify.annotations.NullMarked;
