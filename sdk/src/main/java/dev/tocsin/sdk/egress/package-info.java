/// Calls to addresses that somebody else has chosen: [DestinationGuard] decides whether a host and
/// the addresses behind it may be called, [GuardedHttpClient] connects to the very addresses that
/// were checked. The client needs Apache HttpClient 5, an optional library; the guard does not.
@NullMarked
package dev.tocsin.sdk.egress;

import org.jspecify.annotations.NullMarked;
