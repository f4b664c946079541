package dev.tocsin.server.deliver;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// A step of a notification into the queue. The first step that returns nothing ends it.
@FunctionalInterface
interface Stage {
  Optional<Entry> apply(Handle transaction, Entry entry);
}
