/** Serves authorities, lists of revoked certificates and answers about single ones over HTTP; start at PkiHandler. */
@NullMarked
package io.leasehold.pki.http;

import org.jspecify.annotations.NullMarked;
