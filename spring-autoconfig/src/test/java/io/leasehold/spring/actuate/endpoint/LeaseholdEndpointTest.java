package io.leasehold.spring.actuate.endpoint;

import static io.leasehold.spring.actuate.KeptEngine.PATH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.RotatingSecret;
import io.leasehold.SecretBroker;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.NotFoundException;
import io.leasehold.error.PermissionDeniedException;
import io.leasehold.lease.LeaseState;
import io.leasehold.spring.actuate.KeptEngine;
import java.util.List;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeaseholdEndpointTest {

    private final SecretBroker broker = new KeptEngine().broker();
    private final LeaseholdEndpoint reading = new LeaseholdEndpoint(broker, new LeaseholdEndpointProperties(false));
    private final LeaseholdEndpoint writing = new LeaseholdEndpoint(broker, new LeaseholdEndpointProperties(true));

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void theOverviewTellsWhatIsThereWithoutSecrets() {
        try (RotatingSecret secret = broker.rotating(PATH)) {
            Descriptors.Overview overview = reading.overview();
            assertThat(overview.mounts()).extracting(Descriptors.Mount::path).containsExactly("team/kept/");
            assertThat(overview.targets()).extracting(Descriptors.Target::state).containsExactly("up");
            assertThat(overview.secrets())
                    .extracting(Descriptors.RotatingSecretState::path)
                    .containsExactly(PATH);
            assertThat(overview.tallies())
                    .containsExactly(new Descriptors.Tally("team/kept", "creds/app", "active", 1));
            assertThat(overview.expiry()).isEqualTo(new Descriptors.Expiry(null, 0, 1));
            assertThat(overview.errors()).isEmpty();
            assertThat(overview.toString()).doesNotContain(KeptEngine.PASSWORD);
            assertThat(secret.current()).isNotNull();
        }
    }

    @Test
    void aClosedBrokerIsToldAndHidesNothingElse() {
        broker.close();
        Descriptors.Overview overview = reading.overview();
        assertThat(overview.expiry()).isNull();
        assertThat(overview.targets()).isNotNull();
        assertThat(overview.errors()).anyMatch(error -> error.startsWith("tallies: "));
    }

    @Test
    void leasesComeInPagesThatMissNone() {
        for (int i = 0; i < 5; i++) {
            broker.read(PATH);
        }
        broker.read("team/kept/creds/app2");
        Descriptors.LeasesPage first = page(PATH, 3, null, null);
        Descriptors.LeasesPage second = page(PATH, 3, first.next(), null);
        assertThat(first.leases()).hasSize(3);
        assertThat(second.leases()).hasSize(2).doesNotContainAnyElementsOf(first.leases());
        assertThat(second.next()).isNull();
        assertThat(page(PATH, 10, null, LeaseState.IRREVOCABLE).leases()).isEmpty();
        assertThat(page("", 10, null, LeaseState.ACTIVE).leases()).hasSize(6);
        assertThat(page("team", 10, null, null).leases()).hasSize(6);
    }

    private Descriptors.LeasesPage page(String path, int limit, @Nullable String after, @Nullable LeaseState state) {
        String[] parts = path.isEmpty() ? new String[0] : path.split("/");
        return (Descriptors.LeasesPage) reading.look(Section.LEASES, parts, limit, after, state);
    }

    @Test
    void requestsThatMakeNoSenseAreRefusedWithAReason() {
        assertThatThrownBy(() -> look(Section.LEASES, "elsewhere", "creds"))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("nothing is mounted at elsewhere/creds");
        assertThatThrownBy(() -> look(Section.LEASE, PATH.split("/"))).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> look(Section.LEASE)).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> look(Section.SECRETS, "a")).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> look(Section.MOUNTS, "a"))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("mounts takes no path");
        assertThatThrownBy(() -> page(PATH, 0, null, null)).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> page(PATH, 1001, null, null)).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> reading.look(Section.MOUNTS, new String[0], 5, null, null))
                .isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> writing.revoke(Section.LEASES, new String[0]))
                .isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> writing.revoke(Section.MOUNTS, new String[] {"team", "kept"}))
                .isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> writing.rotate(Section.LEASES, PATH.split("/")))
                .isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> writing.rotate(Section.SECRETS, PATH.split("/")))
                .isInstanceOf(NotFoundException.class);
    }

    private Object look(Section section, String... path) {
        return reading.look(section, path, null, null, null);
    }

    @Test
    void nothingIsChangedUnlessThatIsEnabled() {
        String id = broker.read(PATH).lease().orElseThrow().id();
        try (RotatingSecret secret = broker.rotating(PATH)) {
            assertThatThrownBy(() -> reading.rotate(Section.SECRETS, PATH.split("/")))
                    .isInstanceOf(PermissionDeniedException.class)
                    .hasMessageContaining("leasehold.endpoint.write-enabled");
            assertThatThrownBy(() -> reading.revoke(Section.LEASE, id.split("/")))
                    .isInstanceOf(PermissionDeniedException.class);
            assertThat(broker.leases().count(PATH)).isEqualTo(2);
            assertThat(secret.status().generation()).isEqualTo(1);
        }
    }

    @Test
    void aSecretIsRotatedByItsPath() {
        try (RotatingSecret one = broker.rotating(PATH);
                RotatingSecret other = broker.rotating(PATH)) {
            assertThat(writing.rotate(Section.SECRETS, PATH.split("/")).secrets())
                    .isEqualTo(2);
            Awaitility.await()
                    .until(() ->
                            one.status().generation() == 2 && other.status().generation() == 2);
        }
        assertThat(broker.rotate(PATH)).as("closed ones do not count").isZero();
    }

    @Test
    void aLeaseOrAllUnderAPathAreRevoked() {
        String id = broker.read(PATH).lease().orElseThrow().id();
        broker.read(PATH);
        broker.read(PATH);
        broker.read("team/kept/creds/app2");
        assertThat(writing.revoke(Section.LEASE, id.split("/"))).isEqualTo(new Descriptors.Revoked(id, 1, List.of()));
        assertThatThrownBy(() -> writing.revoke(Section.LEASE, id.split("/"))).isInstanceOf(NotFoundException.class);
        assertThat(writing.revoke(Section.LEASES, PATH.split("/")).leases()).isEqualTo(2);
        assertThat(broker.leases().count("")).as("creds/app is not creds/app2").isEqualTo(1);
        assertThatThrownBy(() -> writing.revoke(Section.LEASES, PATH.split("/")))
                .isInstanceOf(NotFoundException.class);
    }
}
