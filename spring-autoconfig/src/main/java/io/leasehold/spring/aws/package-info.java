/** Credentials of AWS in Spring Boot applications, for clients of the AWS SDK. */
@NullMarked
package io.leasehold.spring.aws;

import org.jspecify.annotations.NullMarked;
