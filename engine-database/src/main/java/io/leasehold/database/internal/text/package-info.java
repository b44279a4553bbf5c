/**
 * What other packages do with texts: {@link io.leasehold.database.internal.text.Nearest} suggests the word that was meant,
 * {@link io.leasehold.database.internal.text.Sha256} digests.
 */
@NullMarked
package io.leasehold.database.internal.text;

import org.jspecify.annotations.NullMarked;
