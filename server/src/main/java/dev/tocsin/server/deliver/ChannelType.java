package dev.tocsin.server.deliver;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// A kind of channel: makes channels from settings.
public interface ChannelType {
  /// The value of the key `type`.
  String name();

  /// The names of the channels that the environment configures by itself.
  ///
  /// @param configured names of the channels of this type that the file has
  List<String> namesInEnvironment(Map<String, String> environment, Set<String> configured);

  /// How fast its receivers are fed unless the settings say otherwise.
  default Pace usualPace() {
    return Pace.usual();
  }

  /// Reads a channel. What is wrong goes to the problems of the settings.
  Channel read(ChannelSettings settings);
}
