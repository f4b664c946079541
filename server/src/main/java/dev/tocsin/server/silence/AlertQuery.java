package dev.tocsin.server.silence;

import com.google.re2j.Pattern;
import dev.tocsin.series.Matcher;
import dev.tocsin.server.alert.Alert;
import dev.tocsin.server.alert.Mute;
import dev.tocsin.server.route.MatcherText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which alerts a client of Alertmanager's API asks for.
record AlertQuery(
    List<Matcher> matchers,
    boolean active,
    boolean silenced,
    boolean inhibited,
    Optional<Pattern> receiver) {
  static List<Matcher> matchers(List<String> filters) {
    var matchers = new ArrayList<Matcher>();
    filters.forEach(filter -> matchers.addAll(MatcherText.parse(filter)));
    return List.copyOf(matchers);
  }

  boolean wants(Alert alert, @Nullable List<Mute> mutes) {
    return MatcherText.all(matchers, alert.labels())
        && wantsMuted(mutes == null ? List.of() : mutes);
  }

  private boolean wantsMuted(List<Mute> mutes) {
    boolean isInhibited = mutes.stream().anyMatch(it -> it.kind() == Mute.Kind.INHIBITION);
    boolean isSilenced = mutes.stream().anyMatch(it -> it.kind() != Mute.Kind.INHIBITION);
    boolean isActive = mutes.isEmpty();
    return (active || !isActive) && (silenced || !isSilenced) && (inhibited || !isInhibited);
  }

  boolean wantsAny(List<AlertmanagerShapes.Receiver> receivers) {
    return receiver.isEmpty()
        || receivers.stream().anyMatch(it -> receiver.get().matches(it.name()));
  }

  static Optional<Pattern> receiver(Optional<String> text) {
    return text.filter(it -> !it.isEmpty()).map(it -> Pattern.compile("^(?:" + it + ")$"));
  }
}
