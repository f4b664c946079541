/// Facts that an application pushes to the server: kept on disk until the server has them, and, for
/// incident alerts, told to the incident webhook directly when the server stays away.
@NullMarked
package dev.tocsin.sdk.event;

import org.jspecify.annotations.NullMarked;
