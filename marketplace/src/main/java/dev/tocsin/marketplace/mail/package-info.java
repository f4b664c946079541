/// Letters to shoppers: written into the e-mail queue, sent over SMTP by its worker.
///
/// Entry class: [Mailer]. It does not know why a letter is written.
@NullMarked
package dev.tocsin.marketplace.mail;

import org.jspecify.annotations.NullMarked;
