/** The language of templates: text with values of secrets between double braces. */
@NullMarked
package io.leasehold.sink.internal.template;

import org.jspecify.annotations.NullMarked;
