package dev.tocsin.build;

import java.util.List;

/// Looks at one Java file.
@FunctionalInterface
interface Rule {
  List<Violation> check(JavaSource source);
}
