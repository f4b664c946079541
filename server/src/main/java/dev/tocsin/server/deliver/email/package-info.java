/// E-mail over SMTP. Start at [EmailType].
@NullMarked
package dev.tocsin.server.deliver.email;

import org.jspecify.annotations.NullMarked;
