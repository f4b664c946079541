/// What the store needs of the file system: locks, atomic replacement, files that are really on the
/// disk. Entry classes are [DirectoryLock] and [DurableFiles]. This package must not know what the
/// files contain.
@NullMarked
package dev.tocsin.tsdb.file;

import org.jspecify.annotations.NullMarked;
