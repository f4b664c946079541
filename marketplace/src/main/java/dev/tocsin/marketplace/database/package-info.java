/// Opens H2 or PostgreSQL, migrates it, and hands out connections, transactions and identifiers.
///
/// Entry class: [DatabaseBeans]. It knows no table of any feature.
@NullMarked
package dev.tocsin.marketplace.database;

import org.jspecify.annotations.NullMarked;
