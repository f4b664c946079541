/// How full the volumes are on which the application's data lies. Start at [DiskWatch].
@NullMarked
package dev.tocsin.sdk.disk;

import org.jspecify.annotations.NullMarked;
