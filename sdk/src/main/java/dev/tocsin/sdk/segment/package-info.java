/// Who uses the shop and what they are shown: regions, clients, devices, versions of the API,
/// flags, experiments. Every label has few values, whatever a request says of itself, and nothing
/// here keeps an identifier of a person.
@NullMarked
package dev.tocsin.sdk.segment;

import org.jspecify.annotations.NullMarked;
