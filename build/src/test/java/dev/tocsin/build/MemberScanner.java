package dev.tocsin.build;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;

/// Walks through a file and knows which type it is in.
abstract class MemberScanner extends TreeScanner<Void, Void> {
  private final JavaSource source;
  private final List<Violation> violations = new ArrayList<>();
  private String type = "";

  MemberScanner(JavaSource source) {
    this.source = source;
  }

  List<Violation> violations() {
    scan(source.unit(), null);
    return violations;
  }

  JavaSource source() {
    return source;
  }

  /// The name of a method with the types around it.
  String member(MethodTree method) {
    String name = method.getName().contentEquals("<init>") ? "new" : method.getName().toString();
    return type + "." + name;
  }

  void report(int line, String member, int measure, String message) {
    violations.add(new Violation(source.path(), line, member, measure, message));
  }

  /// Looks at a type before its members are looked at.
  void enter(ClassTree declaration, String name) {}

  @Override
  public Void visitClass(ClassTree declaration, Void unused) {
    String outer = type;
    String simple = declaration.getSimpleName().toString();
    if (!simple.isEmpty()) {
      type = outer.isEmpty() ? simple : outer + "." + simple;
      enter(declaration, type);
    }
    super.visitClass(declaration, null);
    type = outer;
    return null;
  }
}
