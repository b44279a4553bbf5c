/**
 * Sessions: credentials that AWS ends by itself. Start at {@link io.leasehold.aws.internal.session.Sessions}.
 */
@NullMarked
package io.leasehold.aws.internal.session;

import org.jspecify.annotations.NullMarked;
