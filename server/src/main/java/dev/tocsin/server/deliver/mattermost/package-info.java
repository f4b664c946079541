/// Mattermost through an incoming webhook. Start at [MattermostType].
@NullMarked
package dev.tocsin.server.deliver.mattermost;

import org.jspecify.annotations.NullMarked;
