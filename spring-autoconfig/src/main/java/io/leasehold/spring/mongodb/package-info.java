/** MongoDB in Spring Boot applications, on users that come and go. */
@NullMarked
package io.leasehold.spring.mongodb;

import org.jspecify.annotations.NullMarked;
