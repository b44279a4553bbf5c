/** Says at a failed start which property to change. */
@NullMarked
package io.leasehold.spring.diagnostics;

import org.jspecify.annotations.NullMarked;
