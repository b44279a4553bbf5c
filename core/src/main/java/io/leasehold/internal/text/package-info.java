/**
 * Small pure functions on text: durations as requests spell them, untrusted text made fit for messages, suggestions for
 * misspelled names, random ids. Start at {@link io.leasehold.internal.text.Durations}.
 */
@NullMarked
package io.leasehold.internal.text;

import org.jspecify.annotations.NullMarked;
