/** The shop under load, while everything under it changes. */
@NullMarked
package io.leasehold.examples.web;

import org.jspecify.annotations.NullMarked;
