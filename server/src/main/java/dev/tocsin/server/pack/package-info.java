/// Content for a domain: rules, runbooks and the rules' own tests, one folder each, shipped within
/// the program. Start at [Packs]; [RuleTests] runs the tests. This package must not know incidents
/// or how people are told.
@NullMarked
package dev.tocsin.server.pack;

import org.jspecify.annotations.NullMarked;
