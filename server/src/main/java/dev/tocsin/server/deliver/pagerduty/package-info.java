/// PagerDuty through its Events API, version 2. Start at [PagerDutyType].
@NullMarked
package dev.tocsin.server.deliver.pagerduty;

import org.jspecify.annotations.NullMarked;
