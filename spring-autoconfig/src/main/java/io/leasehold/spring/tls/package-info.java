/** SSL bundles of Spring Boot whose certificates come from the PKI engine and are replaced while the application runs. */
@NullMarked
package io.leasehold.spring.tls;

import org.jspecify.annotations.NullMarked;
