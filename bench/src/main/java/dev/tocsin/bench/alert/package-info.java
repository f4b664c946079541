/// What alerting does under load, beside Debian's Prometheus and Alertmanager in the same run.
@NullMarked
package dev.tocsin.bench.alert;

import org.jspecify.annotations.NullMarked;
