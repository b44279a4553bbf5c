package io.leasehold.pki.internal.issuer;

import java.util.List;
import java.util.Optional;

/**
 * Finds issuers. Cheap: what is parsed and loaded is kept until what is stored changes, and a lookup reads no more than a
 * cached entry or two. Thread-safe.
 */
public interface IssuerDirectory {

    /**
     * Finds an issuer.
     *
     * @param reference {@code default}, a UUID or a name
     * @return the issuer
     * @throws io.leasehold.error.NotFoundException when there is none: {@code could not fetch the CA certificate (was one
     *     set?)} for the default, {@code unknown issuer} for others
     */
    Issuer get(String reference);

    /**
     * Finds an issuer that signs certificates.
     *
     * @param reference {@code default}, a UUID or a name
     * @return the issuer, which has a key and may issue
     * @throws io.leasehold.error.NotFoundException when there is none
     * @throws io.leasehold.error.InvalidRequestException on the field {@code issuer_ref}, when it has no key, was revoked, or
     *     may not issue
     */
    Issuer forIssuing(String reference);

    /**
     * Finds an issuer.
     *
     * @param id its UUID
     * @return the issuer, empty when there is none
     */
    Optional<Issuer> byId(String id);

    /**
     * All issuers. Few.
     *
     * @return them, ordered by id
     */
    List<Issuer> all();

    /**
     * The default issuer.
     *
     * @return it, empty when there is none
     */
    Optional<Issuer> byDefault();
}
