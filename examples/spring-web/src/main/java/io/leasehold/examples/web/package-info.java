/** A shop on the web, whose database users and certificates live for an hour. Nothing in its code knows of them. */
@NullMarked
package io.leasehold.examples.web;

import org.jspecify.annotations.NullMarked;
