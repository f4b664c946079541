package dev.tocsin.build;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.PackageTree;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import javax.lang.model.element.Modifier;

/// What every package has, and how much it shows.
final class Packages {
  private static final String INFO = "package-info.java";

  private Packages() {}

  /// Every package with main code says its job and is null-marked.
  static List<Violation> check(List<JavaSource> sources) {
    var infos = new TreeMap<String, JavaSource>();
    var packages = new TreeMap<String, JavaSource>();
    for (JavaSource source : sources) {
      if (source.path().contains("src/main/java/")
          && !source.fileName().equals("module-info.java")) {
        String folder = source.path().substring(0, source.path().lastIndexOf('/') + 1);
        (source.fileName().equals(INFO) ? infos : packages).put(folder, source);
      }
    }
    var violations = new ArrayList<Violation>();
    packages.forEach(
        (folder, _) -> {
          JavaSource info = infos.get(folder);
          if (info == null) {
            violations.add(new Violation(folder + INFO, 1, "package-info", 1, "is missing"));
          } else {
            addProblems(info, violations);
          }
        });
    return violations;
  }

  private static void addProblems(JavaSource info, List<Violation> violations) {
    PackageTree declaration = info.unit().getPackage();
    boolean marked =
        declaration.getAnnotations().stream()
            .anyMatch(annotation -> annotation.getAnnotationType().toString().equals("NullMarked"));
    if (!marked) {
      violations.add(new Violation(info.path(), 1, "package-info", 1, "has no @NullMarked"));
    }
    if (info.comments().lines().isEmpty()) {
      violations.add(
          new Violation(info.path(), 1, "package-info", 1, "does not say what the package is for"));
    }
  }

  /// The part of the top-level types in main code that only their own package sees, in percent.
  static int packagePrivatePercent(List<JavaSource> sources) {
    List<ClassTree> types =
        sources.stream()
            .filter(source -> source.path().contains("src/main/java/"))
            .flatMap(source -> source.unit().getTypeDecls().stream())
            .filter(ClassTree.class::isInstance)
            .map(ClassTree.class::cast)
            .toList();
    long hidden =
        types.stream()
            .filter(type -> !type.getModifiers().getFlags().contains(Modifier.PUBLIC))
            .count();
    return types.isEmpty() ? 100 : (int) (100 * hidden / types.size());
  }
}
