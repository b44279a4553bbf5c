package io.leasehold.pki.revoking;

import static io.leasehold.pki.revoking.RevokingWorld.MOUNT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.error.ConflictException;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.pki.internal.issuer.IssuerDirectory;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TidyTest {

    private final RevokingWorld world = RevokingWorld.ready();

    @AfterEach
    void close() {
        world.close();
    }

    private Map<String, Object> status() {
        return world.broker().read(MOUNT + "/tidy-status").data();
    }

    @Test
    void whatIsLongExpiredGoesAndIsCounted() {
        Authority.Leaf expired = world.issue(world.root, Duration.ofHours(1));
        Authority.Leaf compact = world.root.leaf(world.now(), world.now().plusSeconds(3600));
        world.keep(world.root, compact, false);
        Authority.Leaf revoked = world.issue(world.root, Duration.ofHours(1));
        Authority.Leaf live = world.issue(world.root, Duration.ofDays(90));
        Authority.Leaf liveRevoked = world.issue(world.root, Duration.ofDays(90));
        world.revoke(revoked);
        world.revoke(liveRevoked);
        world.settle();
        world.time.advance(Duration.ofDays(3));

        world.broker().write(MOUNT + "/tidy", Map.of("tidy_cert_store", true, "tidy_revoked_certs", true));
        world.settle();
        Map<String, Object> early = status();
        world.time.advance(Duration.ofHours(2));
        world.broker().write(MOUNT + "/tidy", Map.of("tidy_cert_store", true, "tidy_revoked_certs", true));
        world.settle();

        assertThat(early).containsEntry("cert_store_deleted_count", 0L).containsEntry("state", "Finished");
        assertThat(status())
                .containsEntry("state", "Finished")
                .containsEntry("cert_store_deleted_count", 3L)
                .containsEntry("revoked_cert_deleted_count", 1L)
                .containsEntry("current_cert_store_count", 2L)
                .containsEntry("current_revoked_cert_count", 1L);
        assertThat(world.broker().list(MOUNT + "/certs"))
                .containsExactlyInAnyOrder(live.serial(), liveRevoked.serial())
                .doesNotContain(expired.serial());
        assertThat(world.node().held().records().find(compact.certificate().serial()))
                .isEmpty();
        assertThat(RevokingWorld.serials(world.crl()))
                .containsExactly(liveRevoked.certificate().serial());
    }

    @Test
    void manyPagesPauseAndCanBeCancelled() {
        for (int i = 0; i < 250; i++) {
            world.keep(world.root, world.root.leaf(world.now(), world.now().plusSeconds(60)), false);
        }
        world.time.advance(Duration.ofDays(10));
        world.broker()
                .write(
                        MOUNT + "/tidy",
                        Map.of("tidy_cert_store", true, "safety_buffer", "1h", "pause_duration", "10m"));
        world.settle();
        Map<String, Object> first = status();
        assertThatThrownBy(() -> world.broker().write(MOUNT + "/tidy", Map.of("tidy_cert_store", true)))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("under way");
        world.pass(Duration.ofMinutes(11), 2);
        Map<String, Object> second = status();
        world.broker().write(MOUNT + "/tidy-cancel");
        world.settle();

        assertThat(first).containsEntry("state", "Running").containsEntry("cert_store_deleted_count", 100L);
        assertThat(second).containsEntry("state", "Running").containsEntry("cert_store_deleted_count", 200L);
        assertThat(status()).containsEntry("state", "Cancelled").containsEntry("cert_store_deleted_count", 200L);
    }

    @Test
    void anotherProcessGoesOnWhereOneDied() {
        for (int i = 0; i < 150; i++) {
            world.keep(world.root, world.root.leaf(world.now(), world.now().plusSeconds(60)), false);
        }
        world.time.advance(Duration.ofDays(10));
        world.broker().write(MOUNT + "/tidy", Map.of("tidy_cert_store", true, "pause_duration", "1m"));
        world.settle();
        RevokingWorld.Node first = world.node();
        world.start();
        world.kill(first);
        // Engines, and their duties, begin with the first request to their mount.
        assertThat(status()).containsEntry("state", "Running");
        world.pass(Duration.ofMinutes(15), 15);

        assertThat(status()).containsEntry("state", "Finished").containsEntry("cert_store_deleted_count", 150L);
    }

    @Test
    void revocationsWithoutAnIssuerFindIt() {
        Authority late = Authority.root("Late", world.now());
        Authority.Leaf leaf = world.issue(late, Duration.ofDays(1));
        world.revoke(leaf);
        world.settle();
        // The same authority again, under another id.
        Authority imported = late.withId("ffffffff-0000-4000-8000-000000000000");
        world.issuers.add(imported);
        world.broker().write(MOUNT + "/tidy", Map.of("tidy_revoked_cert_issuer_associations", true));
        world.settle();
        world.settle();

        assertThat(status()).containsEntry("revoked_cert_associated_count", 1L);
        assertThat(RevokingWorld.serials(world.crl())).isEmpty();
        assertThat(RevokingWorld.serials(
                        world.crl("issuer/" + imported.issuer.id() + "/crl/der").orElseThrow()))
                .containsExactly(leaf.certificate().serial());
    }

    @Test
    void expiredIssuersGoButNeverTheDefault() {
        Authority other = Authority.root("Other", world.now());
        world.issuers.add(other);
        IssuerDirectory issuers = world.issuers;
        world.time.advance(Duration.ofDays(3650 + 366));

        world.broker().write(MOUNT + "/tidy", Map.of("tidy_expired_issuers", true));
        world.settle();

        assertThat(status()).containsEntry("issuer_deleted_count", 1L);
        assertThat(issuers.all()).containsExactly(world.root.issuer);
    }

    @Test
    void autoTidyRunsByItsInterval() {
        world.keep(world.root, world.root.leaf(world.now(), world.now().plusSeconds(60)), true);
        world.broker()
                .write(
                        MOUNT + "/config/auto-tidy",
                        Map.of("enabled", true, "interval_duration", "6h", "tidy_cert_store", true));
        world.settle();
        Map<String, Object> first = status();
        world.pass(Duration.ofHours(80), 80);

        assertThat(first).containsEntry("state", "Finished").containsEntry("cert_store_deleted_count", 0L);
        assertThat(world.broker().list(MOUNT + "/certs")).isEmpty();
        assertThat(world.broker().read(MOUNT + "/config/auto-tidy").data()).containsEntry("enabled", true);
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> world.broker().write(MOUNT + "/tidy", Map.of()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("tidy_cert_store");
        assertThatThrownBy(() ->
                        world.broker().write(MOUNT + "/tidy", Map.of("tidy_cert_store", true, "safety_buffer", 0)))
                .hasMessageContaining("greater than zero");
        assertThatThrownBy(() -> world.broker()
                        .write(MOUNT + "/tidy", Map.of("tidy_expired_issuers", true, "issuer_safety_buffer", "0s")))
                .hasMessageContaining("issuer_safety_buffer");
        assertThatThrownBy(() -> world.broker().write(MOUNT + "/config/auto-tidy", Map.of("enabled", true)))
                .hasMessageContaining("tidy_cert_store");
        assertThat(status()).containsEntry("state", "Inactive");
    }
}
