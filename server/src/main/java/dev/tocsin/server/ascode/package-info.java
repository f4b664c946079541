/// What people click, as files: rules of the simple form, silences and maintenance windows are
/// exported as YAML, and a folder of such YAML is applied. Start at [Applier]. Routes and channels
/// are exported beside them as sections of `tocsin.yml`, which is their only home.
@NullMarked
package dev.tocsin.server.ascode;

import org.jspecify.annotations.NullMarked;
