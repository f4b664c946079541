/// Wires the SDK into a Spring Boot servlet application: settings, filters, endpoints. The entry
/// classes are the auto-configurations; everything that decides something lives in the SDK itself.
@NullMarked
package dev.tocsin.sdk.spring;

import org.jspecify.annotations.NullMarked;
