/**
 * What products have in common that are administered over HTTP: addresses, one client per target, and what a failure means. Start
 * at {@link io.leasehold.database.internal.http.HttpLink}.
 */
@NullMarked
package io.leasehold.database.internal.http;

import org.jspecify.annotations.NullMarked;
