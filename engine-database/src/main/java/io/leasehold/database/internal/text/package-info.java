/** What the text packages share: {@link io.leasehold.database.internal.text.Nearest} suggests the word that was meant. */
@NullMarked
package io.leasehold.database.internal.text;

import org.jspecify.annotations.NullMarked;
