/** What the parts for certificates, MongoDB and AWS have in common. */
@NullMarked
package io.leasehold.spring.engine;

import org.jspecify.annotations.NullMarked;
