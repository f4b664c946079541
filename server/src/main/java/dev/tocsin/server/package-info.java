/// The product. [dev.tocsin.server.Server] is the one composition root: it builds every part with
/// plain constructors, starts and stops them; [dev.tocsin.server.Main] is the process around it.
@NullMarked
package dev.tocsin.server;

import org.jspecify.annotations.NullMarked;
