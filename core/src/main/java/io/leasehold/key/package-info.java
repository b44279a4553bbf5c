/** Where the key-encryption key comes from: {@link io.leasehold.key.MasterKey}. */
@NullMarked
package io.leasehold.key;

import org.jspecify.annotations.NullMarked;
