package io.leasehold.pki.internal.revocation;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.pki.internal.revocation.Revocations.Outcome;
import io.leasehold.pki.internal.x509.Certificate;
import io.leasehold.pki.internal.x509.Pem;
import io.leasehold.pki.internal.x509.PrivateKeyText;
import io.leasehold.pki.internal.x509.Serials;
import io.leasehold.spi.engine.Operation;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Route;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.jspecify.annotations.Nullable;

/** {@code revoke} and {@code revoke-with-key}. */
public final class RevokeRoutes {

    private final Revocations revocations;

    /**
     * Creates the routes.
     *
     * @param revocations revokes
     */
    public RevokeRoutes(Revocations revocations) {
        this.revocations = revocations;
    }

    /** The routes. */
    public List<Route> routes() {
        return List.of(
                Route.at("revoke")
                        .on(
                                Operation.WRITE,
                                "Revokes a certificate, for good.",
                                RevokeRequest.class,
                                (call, request) -> revoke(
                                        request.serialNumber(),
                                        request.certificate(),
                                        request.reason(),
                                        Optional.empty()))
                        .build(),
                Route.at("revoke-with-key")
                        .on(
                                Operation.WRITE,
                                "Revokes a certificate for who has its key, for good.",
                                RevokeWithKeyRequest.class,
                                (call, request) -> revoke(
                                        request.serialNumber(),
                                        request.certificate(),
                                        request.reason(),
                                        Optional.of(key(request.privateKey()))))
                        .build());
    }

    private Reply revoke(
            @Nullable String serial,
            @Nullable String certificate,
            @Nullable String reason,
            Optional<PrivateKeyInfo> proof) {
        String bySerial = serial == null ? "" : serial.strip();
        String byCertificate = certificate == null ? "" : certificate.strip();
        boolean hasSerial = !bySerial.isEmpty();
        if (hasSerial != byCertificate.isEmpty()) {
            throw new InvalidRequestException(
                    hasSerial
                            ? "give either serial_number or certificate, not both"
                            : "give serial_number or certificate: exactly one of them");
        }
        RevocationReason why = RevocationReason.parse(reason == null ? "" : reason);
        Outcome outcome = hasSerial
                ? revocations.bySerial(Serials.parse("serial_number", bySerial), why, proof)
                : revocations.byCertificate(one(byCertificate), why, proof);
        if (outcome instanceof Outcome.Revoked revoked) {
            return Reply.of(RevocationAnswer.of(revoked.record()));
        }
        return Reply.of(
                Map.of(),
                List.of("the certificate has expired or is about to (" + ((Outcome.Expired) outcome).notAfter()
                        + "): it is not listed as revoked"));
    }

    private static Certificate one(@Nullable String pem) {
        List<Certificate> read = Certificate.readAll("certificate", pem == null ? "" : pem);
        if (read.size() != 1) {
            throw new InvalidRequestException(
                    "certificate", "holds " + read.size() + " certificates: give the one that is to be revoked");
        }
        return read.get(0);
    }

    private static PrivateKeyInfo key(String pem) {
        List<Pem.Block> blocks = Pem.read("private_key", pem).stream()
                // openssl writes them in front of an EC key, which says them again.
                .filter(block -> !block.label().equals("EC PARAMETERS"))
                .toList();
        if (blocks.size() != 1) {
            throw new InvalidRequestException(
                    "private_key", "holds " + blocks.size() + " blocks: give the private key alone");
        }
        return PrivateKeyText.read("private_key", blocks.get(0));
    }
}
