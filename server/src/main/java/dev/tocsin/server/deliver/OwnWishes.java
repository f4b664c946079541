package dev.tocsin.server.deliver;

import java.util.List;
import java.util.Optional;

/// Whom rules themselves want told, beside those whom the routes name.
@FunctionalInterface
public interface OwnWishes {
  /// @param ruleId of a rule whose alert is part of an incident
  Optional<Wish> of(String ruleId);

  /// @param kind of channel, such as `email`
  /// @param receivers as [Channel#to] wants them; none for those of the channel itself
  record Wish(String kind, List<String> receivers) {
    public Wish {
      receivers = List.copyOf(receivers);
    }
  }
}
