package dev.tocsin.server.config;

import dev.tocsin.server.config.Settings.Entry;
import dev.tocsin.server.config.Settings.Position;
import dev.tocsin.server.config.Settings.Value;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// A YAML file as [Settings] that remember where everything stands.
///
/// `${NAME}` and `${NAME:-default}` in a value are replaced from the environment; a name that is
/// not set and has no default is a problem.
public final class ConfigFile {
  /// Larger files are refused: nobody writes them by hand.
  static final int SIZE_LIMIT_BYTES = 4 * 1024 * 1024;

  private static final int DEPTH_LIMIT = 30;
  private static final Pattern VARIABLE =
      Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?}");

  private final String name;
  private final @Nullable Map<String, String> environment;
  private final Problems problems;

  private ConfigFile(String name, @Nullable Map<String, String> environment, Problems problems) {
    this.name = name;
    this.environment = environment;
    this.problems = problems;
  }

  /// Reads a file, with variables; a file that cannot be read is a problem and reads as empty.
  public static Settings read(Path file, Map<String, String> environment, Problems problems) {
    try {
      if (Files.size(file) > SIZE_LIMIT_BYTES) {
        problems.add(
            new Problem(
                file.toString(),
                "",
                "is larger than " + SIZE_LIMIT_BYTES + " bytes",
                "split it or check that it is the right file"));
        return Settings.empty(problems);
      }
      return parse(file.toString(), Files.readString(file), environment, problems);
    } catch (NoSuchFileException e) {
      problems.add(new Problem(file.toString(), "", "does not exist", "create it or fix the path"));
    } catch (MalformedInputException e) {
      problems.add(new Problem(file.toString(), "", "is not UTF-8 text", "save it as UTF-8"));
    } catch (IOException e) {
      problems.add(
          new Problem(file.toString(), "", "cannot be read: " + e, "check its permissions"));
    }
    return Settings.empty(problems);
  }

  /// Parses YAML text and replaces variables.
  public static Settings parse(
      String name, String text, Map<String, String> environment, Problems problems) {
    return new ConfigFile(name, environment, problems).settings(text);
  }

  /// Parses YAML text as it is, for content such as rule files, where `$` belongs to templates.
  public static Settings parseLiteral(String name, String text, Problems problems) {
    return new ConfigFile(name, null, problems).settings(text);
  }

  private Settings settings(String text) {
    var top = new Position(1, 1);
    try {
      var settings = LoadSettings.builder().setLabel(name).setAllowDuplicateKeys(true).build();
      Optional<Node> root = new Compose(settings).composeString(text);
      if (root.isEmpty()) {
        return Settings.empty(problems);
      }
      var entry = entry(root.get(), "", 0);
      if (entry.value() instanceof Value.Mapping(var entries)) {
        return new Settings(name, "", entry.position(), entries, problems);
      }
      if (!(entry.value() instanceof Value.Missing)) {
        report(top, "", "is not a mapping", "write key: value lines");
      }
    } catch (MarkedYamlEngineException e) {
      var position = e.getProblemMark().map(ConfigFile::position).orElse(top);
      report(position, "", "is not YAML: " + e.getProblem(), "check indentation and quotes");
    } catch (YamlEngineException e) {
      report(top, "", "is not YAML: " + e.getMessage(), "check the file");
    }
    return new Settings(name, "", top, Map.of(), problems);
  }

  private Entry entry(Node node, String path, int depth) {
    var position = node.getStartMark().map(ConfigFile::position).orElse(new Position(1, 1));
    if (depth > DEPTH_LIMIT) {
      report(position, path, "is nested too deeply", "flatten it");
      return new Entry(position, new Value.Missing());
    }
    return switch (node) {
      case ScalarNode scalar -> new Entry(position, scalar(scalar, position, path));
      case SequenceNode sequence -> {
        var items = new ArrayList<Entry>();
        for (var item : sequence.getValue()) {
          items.add(entry(item, path + "[" + items.size() + "]", depth + 1));
        }
        yield new Entry(position, new Value.Sequence(items));
      }
      case MappingNode mapping -> new Entry(position, mapping(mapping, path, depth));
      default -> {
        report(position, path, "is not understood", "write a value, a list or a mapping");
        yield new Entry(position, new Value.Missing());
      }
    };
  }

  private Value mapping(MappingNode mapping, String path, int depth) {
    var entries = Settings.orderedEntries();
    for (var pair : mapping.getValue()) {
      var place = pair.getKeyNode().getStartMark().map(ConfigFile::position);
      var position = place.orElse(new Position(1, 1));
      if (!(pair.getKeyNode() instanceof ScalarNode keyNode)) {
        report(position, path, "has a key that is not text", "write name: value");
        continue;
      }
      var key = keyNode.getValue();
      var inner = path.isEmpty() ? key : path + "." + key;
      var value = entry(pair.getValueNode(), inner, depth + 1).value();
      if (entries.put(key, new Entry(position, value)) != null) {
        report(position, inner, "is there twice", "keep one of them");
      }
    }
    return new Value.Mapping(entries);
  }

  private Value scalar(ScalarNode scalar, Position position, String path) {
    if (scalar.getTag().equals(Tag.NULL)) {
      return new Value.Missing();
    }
    var text = replaceVariables(scalar.getValue(), position, path);
    return text.isEmpty() && scalar.isPlain() ? new Value.Missing() : new Value.Scalar(text);
  }

  private String replaceVariables(String text, Position position, String path) {
    var variables = environment;
    if (variables == null || !text.contains("${")) {
      return text;
    }
    return VARIABLE
        .matcher(text)
        .replaceAll(
            match -> {
              var value = variables.get(match.group(1));
              if (value == null) {
                value = match.group(2);
              }
              if (value == null) {
                report(
                    position,
                    path,
                    "needs the environment variable " + match.group(1),
                    "set it or write ${" + match.group(1) + ":-default}");
                value = "";
              }
              return Matcher.quoteReplacement(value);
            });
  }

  private void report(Position position, String key, String what, String remedy) {
    var where = name + ":" + position.line() + ":" + position.column();
    problems.add(new Problem(where, key, what, remedy));
  }

  private static Position position(Mark mark) {
    return new Position(mark.getLine() + 1, mark.getColumn() + 1);
  }
}
