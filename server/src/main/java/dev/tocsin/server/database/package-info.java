/// Connections, migrations, transactions and leases for everything that is not a sample: SQLite in
/// the data folder, or PostgreSQL. One SQL for both. Start at [Database]. This package must not
/// know any feature's tables.
@NullMarked
package dev.tocsin.server.database;

import org.jspecify.annotations.NullMarked;
