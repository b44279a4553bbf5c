package io.leasehold.pki.internal.crypto;

import java.security.GeneralSecurityException;

/** A provider could not do what it says it can. Never quotes a key. */
public final class CryptoException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CryptoException(String what, GeneralSecurityException cause) {
        super(what + ": " + cause.getClass().getSimpleName(), cause);
    }
}
