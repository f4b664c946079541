/// The rules of the code, and the one formatter. The tests beside this package read every source of
/// the repository; [Format] rewrites them. This package must not know any other module.
@NullMarked
package dev.tocsin.build;

import org.jspecify.annotations.NullMarked;
