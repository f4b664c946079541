package dev.tocsin.sdk.security;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An attack from its first alert until it has been quiet for the window.
///
/// @param reason which rule noticed it, such as `many_accounts_from_source`
/// @param subject the account (name or hash) or the source that it is about; `other` stands for all
///   beyond the limit of open episodes
/// @param ended null while it goes on
/// @param events how many events it has so far
public record SecurityEpisode(
    SecurityEventType type,
    String reason,
    String subject,
    Instant began,
    @Nullable Instant ended,
    long events) {}
