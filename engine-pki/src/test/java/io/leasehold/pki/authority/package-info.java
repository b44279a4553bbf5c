/** Tests of the life of authorities, through a broker. */
@NullMarked
package io.leasehold.pki.authority;

import org.jspecify.annotations.NullMarked;
