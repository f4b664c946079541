package dev.tocsin.build;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.List;
import java.util.Set;

/// What code may call. Time is handed in, output is for programs, tests wait for conditions.
final class Calls {
  private static final Set<String> CLOCKS =
      Set.of(
          "Instant.now",
          "LocalDate.now",
          "LocalDateTime.now",
          "OffsetDateTime.now",
          "ZonedDateTime.now",
          "System.currentTimeMillis");

  private static final Set<String> CONSOLES = Set.of("System.out", "System.err");
  private static final Set<String> SWITCHED_OFF = Set.of("Disabled", "Ignore");

  private Calls() {}

  static List<Violation> check(JavaSource source) {
    boolean program = isProgram(source);
    return new MemberScanner(source) {
      @Override
      public Void visitMethodInvocation(MethodInvocationTree call, Void unused) {
        String called = call.getMethodSelect().toString();
        if (call.getArguments().isEmpty()) {
          checkClock(call, called);
        }
        if (source.isTest() && called.equals("Thread.sleep")) {
          report(source.line(call), "sleep", 1, "a test waits for a condition, not for a time");
        }
        return super.visitMethodInvocation(call, null);
      }

      @Override
      public Void visitMemberReference(MemberReferenceTree reference, Void unused) {
        checkClock(reference, reference.getQualifierExpression() + "." + reference.getName());
        return super.visitMemberReference(reference, null);
      }

      @Override
      public Void visitMemberSelect(MemberSelectTree select, Void unused) {
        if (!source.isTest() && !program && CONSOLES.contains(select.toString())) {
          report(source.line(select), "console", 1, select + " outside of a program: log it");
        }
        return super.visitMemberSelect(select, null);
      }

      @Override
      public Void visitAnnotation(AnnotationTree annotation, Void unused) {
        String type = annotation.getAnnotationType().toString();
        if (source.isTest() && SWITCHED_OFF.contains(type)) {
          report(source.line(annotation), "disabled", 1, "a test is repaired or deleted, not off");
        }
        return super.visitAnnotation(annotation, null);
      }

      private void checkClock(Tree tree, String called) {
        if (!source.isTest()
            && !source.fileName().endsWith("Main.java")
            && CLOCKS.contains(called)) {
          report(source.line(tree), "clock", 1, called + " outside of a Main: hand a clock in");
        }
      }
    }.violations();
  }

  /// Whether people run it from a command line.
  private static boolean isProgram(JavaSource source) {
    if (source.path().startsWith("cli/") || source.path().startsWith("bench/")) {
      return true;
    }
    var found = new boolean[1];
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitMethod(MethodTree method, Void unused) {
        found[0] |= method.getName().contentEquals("main");
        return super.visitMethod(method, null);
      }
    }.scan(source.unit(), null);
    return found[0];
  }
}
