/// Text messages and calls through Twilio. Start at [TwilioType].
@NullMarked
package dev.tocsin.server.deliver.twilio;

import org.jspecify.annotations.NullMarked;
