/// Slack messages through an incoming webhook. Start at [SlackType].
@NullMarked
package dev.tocsin.server.deliver.slack;

import org.jspecify.annotations.NullMarked;
