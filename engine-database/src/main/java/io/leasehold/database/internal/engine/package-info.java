/**
 * The engine at a mount: its routes, dynamic roles and issuing, for every product. Start at
 * {@link io.leasehold.database.internal.engine.DatabaseEngine}.
 */
@NullMarked
package io.leasehold.database.internal.engine;

import org.jspecify.annotations.NullMarked;
