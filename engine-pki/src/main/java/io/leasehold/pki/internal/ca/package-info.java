/** Makes authorities: roots, requests of intermediates and their certificates, imports; and the paths for all of that. */
@NullMarked
package io.leasehold.pki.internal.ca;

import org.jspecify.annotations.NullMarked;
