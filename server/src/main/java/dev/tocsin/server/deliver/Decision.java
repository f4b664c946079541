package dev.tocsin.server.deliver;

/// What a person does with a dead letter, and why.
public sealed interface Decision {
  /// The mode of what no person has decided about: the secondary channel has it.
  String SECONDARY_CHANNEL = "secondary_channel";

  String reason();

  /// Send it again through its own channel.
  ///
  /// @param isOverride whether to send although the channel is not proven to work
  record Replay(String reason, boolean isOverride) implements Decision {}

  /// Send it through another channel.
  record OtherChannel(String channel, String reason) implements Decision {}

  /// Somebody tells the person on call.
  ///
  /// @param reason says whom
  record ManualHandoff(String reason) implements Decision {}

  /// Nobody need hear of it any more.
  record Dismissed(String reason) implements Decision {}

  /// The name in tables and the API.
  default String mode() {
    return switch (this) {
      case Replay _ -> "replay";
      case OtherChannel _ -> "other_channel";
      case ManualHandoff _ -> "manual_handoff";
      case Dismissed _ -> "dismissed";
    };
  }
}
