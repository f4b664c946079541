package dev.tocsin.sdk.lifecycle;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/// A kind of work that passes through stages. It is the one place in which an age limit is written:
/// metrics, block, list and alerts read it here, so [#changeLimit] changes them all.
public final class Lifecycle {

  private static final Pattern NAME = Pattern.compile("[a-z0-9]+([.-][a-z0-9]+)*");
  private static final int MAX_NAME_LENGTH = 100;
  private static final int MAX_STAGES = 20;

  private final String name;
  private final List<Stage> stages;
  private final WorkQuery query;
  private final Map<String, String> links;

  /// @param name in lower case with dots and dashes: `chat-session.brief-lifecycle`
  /// @param links shown with each stuck entity; `{id}` and `{stage}` stand for the entity's
  public Lifecycle(String name, List<Stage> stages, WorkQuery query, Map<String, String> links) {
    if (!NAME.matcher(name).matches() || name.length() > MAX_NAME_LENGTH) {
      throw new IllegalArgumentException(
          "The name of a lifecycle must be in lower case with dots and dashes, such as"
              + " 'shop.checkout', but was '"
              + name
              + "'.");
    }
    if (stages.isEmpty() || stages.size() > MAX_STAGES) {
      throw new IllegalArgumentException(
          "The lifecycle " + name + " must have 1 to " + MAX_STAGES + " stages.");
    }
    if (stages.stream().map(Stage::name).distinct().count() < stages.size()) {
      throw new IllegalArgumentException("The lifecycle " + name + " has a stage twice.");
    }
    this.name = name;
    this.stages = new CopyOnWriteArrayList<>(stages);
    this.query = query;
    this.links = Map.copyOf(links);
  }

  public String name() {
    return name;
  }

  /// The stages with the limits that hold now.
  public List<Stage> stages() {
    return List.copyOf(stages);
  }

  public Optional<Stage> stage(String stage) {
    return stages.stream().filter(known -> known.name().equals(stage)).findFirst();
  }

  /// Changes the age limit of a stage for everything that reads it.
  public synchronized void changeLimit(String stage, Duration limit) {
    Stage known =
        stage(stage)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "The lifecycle " + name + " has no stage '" + stage + "'."));
    stages.set(stages.indexOf(known), known.withLimit(limit));
  }

  WorkQuery query() {
    return query;
  }

  Map<String, String> links() {
    return links;
  }
}
