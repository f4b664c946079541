/// Facts that applications push: taken once each, kept, and handed on when they are alerts.
@NullMarked
package dev.tocsin.server.event;

import org.jspecify.annotations.NullMarked;
