package io.leasehold.pki.internal.tls;

import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * One identity in the form that handshakes ask for it. Everything that they compare is made ready here, once. Immutable.
 */
final class Generation {

    private final long number;
    private final String alias;
    private final Identity identity;
    private final X509Certificate[] sent;
    private final X500Principal[] issuers;
    private final String[] keyTypes;
    private final long notAfter;

    Generation(String name, long number, Identity identity) {
        this.number = number;
        this.alias = name + "-" + number;
        this.identity = identity;
        this.sent = identity.sent();
        this.issuers = new X500Principal[sent.length];
        for (int i = 0; i < sent.length; i++) {
            issuers[i] = sent[i].getIssuerX500Principal();
        }
        this.keyTypes = keyTypes(identity.certificate());
        this.notAfter = identity.certificate().getNotAfter().toInstant().toEpochMilli();
    }

    /** The names that JSSE and Netty's OpenSSL have for a key's type. EC_RSA is an EC key that an RSA key has signed. */
    private static String[] keyTypes(X509Certificate certificate) {
        String algorithm = certificate.getPublicKey().getAlgorithm();
        return switch (algorithm) {
            case "EC" -> new String[] {"EC", certificate.getSigAlgName().contains("ECDSA") ? "EC_EC" : "EC_RSA"};
            case "EdDSA", "Ed25519", "Ed448" -> new String[] {"EdDSA", algorithm};
            default -> new String[] {algorithm};
        };
    }

    long number() {
        return number;
    }

    String alias() {
        return alias;
    }

    PrivateKey key() {
        return identity.key();
    }

    Identity identity() {
        return identity;
    }

    /** A copy: the array would let a caller change what others send. */
    X509Certificate[] sent() {
        return sent.clone();
    }

    /** When its certificate ends, in epoch milliseconds. */
    long notAfter() {
        return notAfter;
    }

    boolean isOf(@Nullable String keyType) {
        for (String known : keyTypes) {
            if (known.equals(keyType)) {
                return true;
            }
        }
        return false;
    }

    boolean isOfOne(String @Nullable [] wanted) {
        if (wanted != null) {
            for (String keyType : wanted) {
                if (isOf(keyType)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether a peer that names these authorities would accept it; one that names none takes any. */
    boolean isIssuedUnder(Principal @Nullable [] authorities) {
        if (authorities == null || authorities.length == 0) {
            return true;
        }
        for (Principal authority : authorities) {
            for (X500Principal issuer : issuers) {
                if (issuer.equals(authority)) {
                    return true;
                }
            }
        }
        return false;
    }
}
