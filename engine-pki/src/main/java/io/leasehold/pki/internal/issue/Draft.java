package io.leasehold.pki.internal.issue;

import io.leasehold.pki.internal.crypto.KeyKind;
import io.leasehold.pki.internal.x509.EncodedExtension;
import io.leasehold.spi.engine.Plan;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * A certificate that was decided on: all that it will say but its serial and what depends on its key. Immutable.
 *
 * @param profile what it has in common with others
 * @param subject whom it is about
 * @param extensions its own extensions
 * @param common the extensions that it has in common with others
 * @param key the key that it is for
 * @param validity from when until when
 * @param wish how the answer is to look
 * @param keeping what is kept of it
 * @param madeAt when it was decided on
 * @param warnings what was not done as it was asked for
 */
record Draft(
        LeafProfile profile,
        X500Name subject,
        List<EncodedExtension> extensions,
        List<EncodedExtension> common,
        Key key,
        Validity validity,
        Wish wish,
        Keeping keeping,
        Instant madeAt,
        List<String> warnings)
        implements Plan.Material {

    /** The subject's key. */
    sealed interface Key {

        /**
         * A key that is made for it.
         *
         * @param kind which
         */
        record New(KeyKind kind) implements Key {}

        /**
         * A key that the subject has.
         *
         * @param key the public key
         */
        record Given(SubjectPublicKeyInfo key) implements Key {}
    }

    @Override
    public String toString() {
        return "Draft[until " + validity.notAfter() + "]";
    }
}
