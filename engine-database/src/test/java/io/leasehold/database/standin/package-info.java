/**
 * What the stand-ins for products have in common that are administered over HTTP: {@link io.leasehold.database.standin.StandInHttp}
 * listens, and hands requests to one of them.
 */
package io.leasehold.database.standin;
