/** Snippets that the documentation shows. */
@NullMarked
package io.leasehold.examples.snippet;

import org.jspecify.annotations.NullMarked;
