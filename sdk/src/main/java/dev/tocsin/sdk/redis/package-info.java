/// One connection to Redis for the guards that want one, through Lettuce, which is an optional
/// library: [RedisLink] connects when it is first needed and never lets a caller wait for a Redis
/// that is away.
@NullMarked
package dev.tocsin.sdk.redis;

import org.jspecify.annotations.NullMarked;
