package io.leasehold.pki.revoking;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.pki.PkiDocument;
import io.leasehold.pki.internal.record.Records;
import io.leasehold.pki.internal.record.RevokedRecord;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.bouncycastle.cert.X509CRLHolder;
import org.junit.jupiter.api.Test;

class CrlVolumeTest {

    private static final int MANY = 100_000;

    @Test
    void aBuildOfManyCostsPagesAndTheNextOneOnlyWhatIsNew() {
        AtomicReference<WatchedStorage> way = new AtomicReference<>();
        try (RevokingWorld world = new RevokingWorld()) {
            world.issuers.add(world.root);
            world.start(store -> {
                WatchedStorage watched = new WatchedStorage(store);
                way.set(watched);
                return watched;
            });
            WatchedStorage watched = Objects.requireNonNull(way.get());
            world.broker().mounts().enable(RevokingWorld.MOUNT, "pki");
            world.settle();
            Records records = world.node().held().records();
            long now = world.now().getEpochSecond();
            BigInteger first = BigInteger.ONE.shiftLeft(150);
            for (int i = 0; i < MANY; i++) {
                records.revoke(
                        first.add(BigInteger.valueOf(i)),
                        new RevokedRecord(world.root.issuer.id(), now, 0, now + 86_400, null));
            }

            watched.dieAfter(Integer.MAX_VALUE);
            world.broker().write(RevokingWorld.MOUNT + "/crl/rotate");
            int all = watched.accesses();
            Authority.Leaf leaf = world.issue(world.root, Duration.ofDays(1));
            world.revoke(leaf);
            watched.dieAfter(Integer.MAX_VALUE);
            world.pass(Duration.ofSeconds(1), 1);
            int one = watched.accesses();

            assertThat(RevokingWorld.serials(world.crl())).hasSize(MANY + 1);
            PkiDocument document = world.broker().read("pki/crl").as(PkiDocument.class);
            assertThat(RevokingWorld.serials(holder(Base64.getDecoder().decode(document.body()))))
                    .hasSize(MANY + 1);
            assertThat(world.broker().read("pki/crl/pem").as(PkiDocument.class).body())
                    .isEqualTo(world.broker().read("pki/cert/crl").data().get("certificate"))
                    .isEqualTo(world.broker().read("pki/issuer/root/crl").data().get("crl"))
                    .hasSizeGreaterThan(4_000_000);
            assertThat(served(world)).hasSize(MANY + 1);
            assertThat(all).as("accesses for all").isLessThan(MANY / 1000 + 50);
            // Some twenty parts are written, and the twenty of the list before are removed.
            assertThat(one).as("accesses for one more").isLessThan(80);
        }
    }

    private static X509CRLHolder holder(byte[] der) {
        try {
            return new X509CRLHolder(der);
        } catch (IOException e) {
            throw new AssertionError("no list", e);
        }
    }

    /** Longer than a megabyte, and in several parts. */
    private static Set<BigInteger> served(RevokingWorld world) {
        try (Server server = Server.of(world)) {
            byte[] pem = URI.create(server.url("/v1/pki/crl/pem"))
                    .toURL()
                    .openStream()
                    .readAllBytes();
            byte[] der =
                    URI.create(server.url("/v1/pki/crl")).toURL().openStream().readAllBytes();
            assertThat(new String(pem, StandardCharsets.US_ASCII)).endsWith("-----END X509 CRL-----");
            assertThat(der).hasSizeGreaterThan(3_000_000);
            return RevokingWorld.serials(new X509CRLHolder(der));
        } catch (IOException e) {
            throw new AssertionError("not served", e);
        }
    }
}
