/** How programs are told that their files have changed. */
@NullMarked
package io.leasehold.sink.internal.command;

import org.jspecify.annotations.NullMarked;
