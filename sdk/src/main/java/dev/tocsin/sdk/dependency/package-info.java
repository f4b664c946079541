/// Health indicators for the services that a shop usually depends on, each configured by one
/// environment variable. What is not configured is NOT_CONFIGURED and not DOWN:
/// [ConfiguredIndicator] decides that for all of them. Clients that only some applications have are
/// optional; a class of this package is to be loaded only when its client is there.
@NullMarked
package dev.tocsin.sdk.dependency;

import org.jspecify.annotations.NullMarked;
