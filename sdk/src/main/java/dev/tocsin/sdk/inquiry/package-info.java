/// Asks things that may be slow, hang or fail, so that whoever wants to know never waits longer
/// than the time limit and nothing is asked twice at a time: [SharedInquiry]. Health checks and the
/// blocks of the ops surface are inquiries; this package knows neither.
@NullMarked
package dev.tocsin.sdk.inquiry;

import org.jspecify.annotations.NullMarked;
