/**
 * The interface of database products. Start at {@link io.leasehold.database.spi.DatabasePlugin}, which describes a product
 * and opens {@linkplain io.leasehold.database.spi.DatabaseTarget targets}.
 */
@NullMarked
package io.leasehold.database.spi;

import org.jspecify.annotations.NullMarked;
