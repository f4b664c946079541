package dev.tocsin.build;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/// How large things may get.
final class Sizes {
  static final int METHOD_LINES = 60;
  static final int PARAMETERS = 6;
  static final int FILE_LINES = 500;
  static final int LINE_CHARACTERS = 100;

  private Sizes() {}

  static List<Violation> fileLines(JavaSource source) {
    int lines = source.lines().size();
    return lines <= FILE_LINES
        ? List.of()
        : List.of(
            new Violation(
                source.path(),
                1,
                "file:lines",
                lines,
                "the file has %d lines, more than %d".formatted(lines, FILE_LINES)));
  }

  static List<Violation> lineCharacters(JavaSource source) {
    var violations = new ArrayList<Violation>();
    for (int i = 0; i < source.lines().size(); i++) {
      String line = source.lines().get(i);
      boolean excused =
          line.startsWith("import ")
              || line.startsWith("package ")
              || line.matches(".*https?://.*")
              || source.comments().inTextBlock(i + 1);
      int length = line.codePointCount(0, line.length());
      if (length > LINE_CHARACTERS && !excused) {
        violations.add(
            new Violation(
                source.path(),
                i + 1,
                "line-length",
                length,
                "the line has %d characters, more than %d".formatted(length, LINE_CHARACTERS)));
      }
    }
    return violations;
  }

  static List<Violation> members(JavaSource source) {
    return new MemberScanner(source) {
      private int components;

      @Override
      void enter(ClassTree declaration, String name) {
        components = 0;
        if (declaration.getKind() == Tree.Kind.RECORD) {
          components = components(declaration);
          check(source.line(declaration), name + ":components", components);
        }
      }

      @Override
      public Void visitMethod(MethodTree method, Void unused) {
        String member = member(method);
        int parameters = method.getParameters().size();
        boolean canonical = method.getReturnType() == null && parameters == components;
        if (!canonical) {
          check(source.line(method), member + ":parameters", parameters);
        }
        int lines = source.lineCount(method);
        if (lines > METHOD_LINES) {
          report(
              source.line(method),
              member + ":lines",
              lines,
              "the method has %d lines, more than %d".formatted(lines, METHOD_LINES));
        }
        return super.visitMethod(method, null);
      }

      private void check(int line, String member, int count) {
        if (count > PARAMETERS) {
          report(line, member, count, "%d parameters, more than %d".formatted(count, PARAMETERS));
        }
      }
    }.violations();
  }

  /// A record cannot have other instance fields.
  private static int components(ClassTree declaration) {
    return (int)
        declaration.getMembers().stream()
            .filter(member -> member instanceof VariableTree)
            .map(VariableTree.class::cast)
            .filter(field -> !field.getModifiers().getFlags().contains(Modifier.STATIC))
            .count();
  }
}
