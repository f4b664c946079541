package dev.tocsin.server.deliver;

import com.samskivert.mustache.DefaultCollector;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The words `if`, `else`, `range` and `end` in templates, turned into sections of Mustache. What
/// an `if` asks is a comparison of one field with one text, or whether the field is there; nothing
/// is computed and nothing is called.
final class TemplateWords {
  private static final Pattern WORD = Pattern.compile("\\{\\{\\s*(if|range|else|end)\\b([^{}]*)}}");
  private static final Pattern QUESTION =
      Pattern.compile("\\s+(not\\s+)?([A-Za-z]+)(?:\\s*(==|!=)\\s*\"([^\"]*)\")?\\s*");
  private static final Pattern LIST = Pattern.compile("\\s+([A-Za-z]+)\\s*");
  private static final int LIMIT = 100;

  private final Map<String, Question> questions = new HashMap<>();
  private final Deque<Block> open = new ArrayDeque<>();

  /// @param text what the field must be; absent if it must only be there
  private record Question(String field, @Nullable String text) {
    boolean isTrueOf(@Nullable Object value) {
      if (text != null) {
        return text.equals(value);
      }
      return switch (value) {
        case null -> false;
        case Boolean flag -> flag;
        case Collection<?> all -> !all.isEmpty();
        default -> !value.toString().isEmpty();
      };
    }
  }

  /// @param isNegated whether the part that is open now is for the answer no
  private record Block(String name, boolean isNegated, boolean isList) {
    String begin() {
      return (isNegated ? "{{^" : "{{#") + name + "}}";
    }

    String end() {
      return "{{/" + name + "}}";
    }
  }

  /// The same template in Mustache alone.
  ///
  /// @throws IllegalArgumentException with what is wrong
  String mustache(String text) {
    var out = new StringBuilder();
    var words = WORD.matcher(text);
    while (words.find()) {
      words.appendReplacement(
          out, Matcher.quoteReplacement(section(words.group(1), words.group(2))));
    }
    words.appendTail(out);
    if (!open.isEmpty()) {
      throw new IllegalArgumentException("has an if or range without its {{end}}");
    }
    return out.toString();
  }

  private String section(String word, String rest) {
    return switch (word) {
      case "if" -> begin(question(rest));
      case "range" -> begin(list(rest));
      case "else" -> {
        var block = close(word);
        if (block.isList()) {
          throw new IllegalArgumentException("has an {{else}} that belongs to no {{if}}");
        }
        yield block.end() + begin(new Block(block.name(), !block.isNegated(), false));
      }
      default -> close(word).end();
    };
  }

  private String begin(Block block) {
    open.push(block);
    return block.begin();
  }

  private Block close(String word) {
    if (open.isEmpty()) {
      throw new IllegalArgumentException("has an {{" + word + "}} without its {{if}} or {{range}}");
    }
    return open.pop();
  }

  private Block question(String rest) {
    var asked = QUESTION.matcher(rest);
    if (!asked.matches() || questions.size() >= LIMIT) {
      throw new IllegalArgumentException(
          "has {{if" + rest + "}}; write {{if name}}, {{if not name}} or {{if name == \"text\"}}");
    }
    var name = "question" + questions.size();
    questions.put(name, new Question(asked.group(2), asked.group(4)));
    boolean isNegated = (asked.group(1) != null) ^ "!=".equals(asked.group(3));
    return new Block(name, isNegated, false);
  }

  private static Block list(String rest) {
    var named = LIST.matcher(rest);
    if (!named.matches()) {
      throw new IllegalArgumentException("has {{range" + rest + "}}; write {{range alerts}}");
    }
    return new Block(named.group(1), false, true);
  }

  /// Reads mappings and answers questions, and nothing else: no method of any object can be
  /// reached.
  Mustache.Collector collector() {
    return new OnlyFields(Map.copyOf(questions));
  }

  private static final class OnlyFields extends DefaultCollector {
    private final Map<String, Question> questions;

    OnlyFields(Map<String, Question> questions) {
      this.questions = questions;
    }

    @Override
    public Mustache.@Nullable VariableFetcher createFetcher(Object context, String name) {
      var question = questions.get(name);
      if (question != null && context instanceof Map) {
        return (asked, _) ->
            ((Map<?, ?>) asked).containsKey(question.field())
                ? question.isTrueOf(((Map<?, ?>) asked).get(question.field()))
                : Template.NO_FETCHER_FOUND;
      }
      boolean isKnown = context instanceof Map || name.equals(".") || name.equals("this");
      return isKnown ? super.createFetcher(context, name) : null;
    }
  }
}
