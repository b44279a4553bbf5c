/** What properties declare, applied to the broker so that an unchanged start writes nothing. */
@NullMarked
package io.leasehold.spring.declaration;

import org.jspecify.annotations.NullMarked;
