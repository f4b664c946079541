package dev.tocsin.build;

import com.sun.source.tree.ClassTree;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What names and comments may say.
final class Words {
  private static final Pattern BANNED_ENDING =
      Pattern.compile("(Impl|Manager|Helper|Utils?|Processor|Handler|Dto|DTO|Base)$");

  private static final Pattern BANNED_WORD =
      Pattern.compile(
          "\\b(robust(ly)?|comprehensive(ly)?|seamless(ly)?|elegant(ly)?|powerful|blazing(ly)?"
              + "|effortless(ly)?|cutting[- ]edge|state[- ]of[- ]the[- ]art|world[- ]class"
              + "|battle[- ]tested|(production|enterprise)[- ](grade|ready)|leverag(e|es|ing)"
              + "|utiliz(e|es|ing)|delve|as requested|updated to (fix|support|use)"
              + "|added to (fix|support)|legacy behaviou?r|chatgpt|copilot"
              + "|ai[- ]generated|helper method|utility (class|method)"
              + "|getter for|setter for"
              + "|just in case|please note|for demo purposes|in a real (app|system|world)\\w*)\\b",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern NARRATION =
      Pattern.compile(
          "^[\\s/*]*this (method|class|function|constructor) \\w+s\\b", Pattern.CASE_INSENSITIVE);

  private static final Pattern BANNER = Pattern.compile("^[\\s/*]*([=\\-*#~_+])\\1{4,}");
  private static final Pattern STEP =
      Pattern.compile("^[\\s/*]*step \\d+\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern PICTURE =
      Pattern.compile("[\\x{1F000}-\\x{1FAFF}\\x{2600}-\\x{27BF}\\x{2B50}\\x{FE0F}]");
  private static final Pattern OPEN_END = Pattern.compile("\\b(TODO|FIXME|XXX)\\b(?!.*#\\d)");

  private Words() {}

  static List<Violation> names(JavaSource source) {
    return new MemberScanner(source) {
      @Override
      void enter(ClassTree declaration, String name) {
        Matcher ending = BANNED_ENDING.matcher(name);
        if (ending.find()) {
          report(
              source.line(declaration),
              name + ":name",
              1,
              "a type is not named '…%s'; name what it is".formatted(ending.group()));
        }
      }
    }.violations();
  }

  static List<Violation> comments(JavaSource source) {
    var violations = new ArrayList<Violation>();
    for (Comments.Line line : source.comments().lines()) {
      problems(line.text())
          .forEach(
              problem ->
                  violations.add(
                      new Violation(source.path(), line.number(), "comment", 1, problem)));
    }
    return violations;
  }

  private static List<String> problems(String text) {
    var problems = new ArrayList<String>();
    Matcher word = BANNED_WORD.matcher(text);
    if (word.find()) {
      problems.add("a comment says '%s': say it plainly, or not at all".formatted(word.group()));
    }
    if (NARRATION.matcher(text).find()) {
      problems.add("a comment that begins with 'this …': say what the thing is");
    }
    if (OPEN_END.matcher(text).find()) {
      problems.add("an open end without the number of its issue");
    }
    if (BANNER.matcher(text).find() || STEP.matcher(text).find()) {
      problems.add("a banner or a step number: let methods give the structure");
    }
    if (PICTURE.matcher(text).find()) {
      problems.add("a picture character in a comment");
    }
    if (text.startsWith("/**")) {
      problems.add("documentation is written with three slashes");
    }
    return problems;
  }

  static List<Violation> tabs(JavaSource source) {
    var violations = new ArrayList<Violation>();
    for (int i = 0; i < source.lines().size(); i++) {
      if (source.lines().get(i).indexOf('\t') >= 0) {
        violations.add(new Violation(source.path(), i + 1, "tab", 1, "a tab character"));
      }
    }
    return violations;
  }
}
