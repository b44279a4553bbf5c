/** Data sources of the application on rotating credentials, and separate ones for migrations. */
@NullMarked
package io.leasehold.spring.datasource;

import org.jspecify.annotations.NullMarked;
