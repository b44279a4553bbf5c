/** Tests of revocation, lists, answers, tidying and serving, through a broker, with authorities made by hand. */
@NullMarked
package io.leasehold.pki.revoking;

import org.jspecify.annotations.NullMarked;
