/// Whether backups are fresh, from what the backup jobs themselves report. Start at [Backups].
@NullMarked
package dev.tocsin.sdk.backup;

import org.jspecify.annotations.NullMarked;
