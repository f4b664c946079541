package dev.tocsin.build;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// A parsed Java file.
final class JavaSource {
  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

  private final String path;
  private final List<String> lines;
  private final Comments comments;
  private final CompilationUnitTree unit;
  private final SourcePositions positions;

  private JavaSource(
      String path, String text, CompilationUnitTree unit, SourcePositions positions) {
    this.path = path;
    this.lines = text.lines().toList();
    this.comments = Comments.of(text);
    this.unit = unit;
    this.positions = positions;
  }

  static JavaSource parse(String path, String text) {
    var file =
        new SimpleJavaFileObject(URI.create("string:///Source.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
          }
        };
    var problems = new DiagnosticCollector<JavaFileObject>();
    var task =
        (JavacTask)
            COMPILER.getTask(null, null, problems, List.of("-proc:none"), null, List.of(file));
    try {
      CompilationUnitTree unit = task.parse().iterator().next();
      if (!problems.getDiagnostics().isEmpty()) {
        throw new IllegalArgumentException(path + " " + problems.getDiagnostics());
      }
      return new JavaSource(path, text, unit, Trees.instance(task).getSourcePositions());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  String path() {
    return path;
  }

  String fileName() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  boolean isTest() {
    return path.contains("src/test/");
  }

  List<String> lines() {
    return lines;
  }

  Comments comments() {
    return comments;
  }

  CompilationUnitTree unit() {
    return unit;
  }

  /// The line on which a part of the source begins.
  int line(Tree tree) {
    return lineAt(positions.getStartPosition(unit, tree));
  }

  /// The lines from the signature, without annotations, to the closing brace.
  int lineCount(MethodTree method) {
    int first = line(method);
    for (AnnotationTree annotation : method.getModifiers().getAnnotations()) {
      first = Math.max(first, lineAt(positions.getEndPosition(unit, annotation)) + 1);
    }
    return lineAt(positions.getEndPosition(unit, method)) - first + 1;
  }

  private int lineAt(long position) {
    return position < 0 ? 1 : (int) unit.getLineMap().getLineNumber(position);
  }
}
