/** Processes that are killed in mid-work, and what others find and make of it. */
@org.jspecify.annotations.NullMarked
package io.leasehold.pki.crash;
