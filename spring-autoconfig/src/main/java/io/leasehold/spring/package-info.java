/** The broker in a Spring Boot application: set up by properties, started and closed with the context. */
@NullMarked
package io.leasehold.spring;

import org.jspecify.annotations.NullMarked;
