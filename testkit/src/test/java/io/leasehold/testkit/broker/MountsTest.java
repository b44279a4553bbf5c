package io.leasehold.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.Lease;
import io.leasehold.MountInfo;
import io.leasehold.MountOptions;
import io.leasehold.Mounts;
import io.leasehold.Secret;
import io.leasehold.error.ConflictException;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.error.NotFoundException;
import io.leasehold.error.RevocationIncompleteException;
import io.leasehold.spi.engine.EngineContext;
import io.leasehold.spi.engine.LeaseLimits;
import io.leasehold.spi.engine.Route;
import io.leasehold.spi.engine.SecretEngine;
import io.leasehold.spi.engine.SecretEngineProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mounts: where they can be, what their TTLs do, and that disabling one leaves nothing, sooner or later. */
class MountsTest {

    private static final String PATH = World.MOUNT + "/creds/app";

    private World world;
    private Mounts mounts;

    @BeforeEach
    void createWorld() {
        world = World.ready(true);
        mounts = world.broker().mounts();
    }

    @Test
    void aMountIsListedWithWhatIsInEffect() {
        mounts.enable(
                "team/one",
                AccountEngine.TYPE,
                MountOptions.builder()
                        .description("for one")
                        .maxLeaseTtl(Duration.ofDays(90))
                        .build());

        MountInfo info = mounts.list().get("team/one/");
        assertThat(info.type()).isEqualTo(AccountEngine.TYPE);
        assertThat(info.description()).isEqualTo("for one");
        assertThat(info.defaultLeaseTtl()).isEqualTo(Duration.ofDays(32));
        assertThat(info.maxLeaseTtl())
                .as("a mount's max may exceed the system's")
                .isEqualTo(Duration.ofDays(90));
        assertThat(info.disabling()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"accounts", "accounts/", "/accounts", "accounts/below", "accounts/below/it"})
    void aPathAtOrBelowAMountIsTaken(String path) {
        assertThatThrownBy(() -> mounts.enable(path, AccountEngine.TYPE))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("path is already in use at accounts/");
    }

    @ParameterizedTest
    @EnumSource(names = {"BEFORE_CONFIRMATION", "AFTER_EFFECT"})
    void aCreationThatADisablingOvertakesIsToldSo(AccountTarget.Place place) {
        world.target.meanwhile(place, () -> mounts.disable(World.MOUNT));

        assertThatThrownBy(() -> world.broker().read(PATH))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("was revoked while it was being created");
        assertThat(world.accounts()).isEmpty();
        assertThat(world.rows()).isEmpty();
    }

    @Test
    void aPathAboveAMountIsTaken() {
        mounts.enable("team/one", AccountEngine.TYPE);
        assertThatThrownBy(() -> mounts.enable("team", AccountEngine.TYPE)).isInstanceOf(ConflictException.class);
        assertThatCode(() -> mounts.enable("team/two", AccountEngine.TYPE)).doesNotThrowAnyException();
        assertThatCode(() -> mounts.enable("teams", AccountEngine.TYPE)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sys", "sys/x", "", "/", "a//b", "../x", "a b"})
    void aPathThatIsNoneIsRefused(String path) {
        assertThatThrownBy(() -> mounts.enable(path, AccountEngine.TYPE)).isInstanceOf(LeaseholdException.class);
        assertThat(mounts.list()).hasSize(1);
    }

    @Test
    void anUnknownTypeIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> mounts.enable("other", "acounts"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(AccountEngine.TYPE);
        assertThat(mounts.list()).hasSize(1);
    }

    @Test
    void anEngineThatCannotBeMadeIsNotMounted() {
        World.Node node = world.start(builder -> builder.engine(new SecretEngineProvider() {
            @Override
            public String type() {
                return "broken";
            }

            @Override
            public SecretEngine create(EngineContext context) {
                throw new IllegalStateException("no such library");
            }
        }));
        assertThatThrownBy(() -> node.broker().mounts().enable("broken", "broken"))
                .isInstanceOf(IllegalStateException.class);
        assertThat(node.broker().mounts().list()).doesNotContainKey("broken/");
    }

    @ParameterizedTest(name = "system {0}/{1}, mount {2}/{3}, role {4}/{5}, request {6}: {7}")
    @CsvSource({
        "2h,4h,0,0,0,0,0,2h,",
        "2h,4h,3h,0,0,0,0,3h,",
        "2h,4h,0,10h,0,0,9h,9h,",
        "2h,4h,3h,0,1h,0,0,1h,",
        "2h,4h,0,0,1h,90m,100m,90m,1h30m",
        "2h,4h,0,0,0,0,30m,30m,",
        "2h,4h,0,0,0,0,5h,4h,4h",
        "2h,4h,0,3h,30m,9h,9h,3h,3h",
        "2h,4h,0,1h,0,0,0,1h,1h"
    })
    void theTtlIsTheMostSpecificOneWithinTheLimits(
            String system,
            String systemMax,
            String mount,
            String mountMax,
            String role,
            String roleMax,
            String request,
            String expected,
            String cappedTo) {
        world.broker().write("sys/config/max-lease-ttl", Map.of("ttl", systemMax));
        world.broker().write("sys/config/default-lease-ttl", Map.of("ttl", system));
        world.broker()
                .write(
                        "sys/mounts/" + World.MOUNT + "/tune",
                        Map.of("default_lease_ttl", mount, "max_lease_ttl", mountMax));
        world.role("app", Map.of("default_ttl", role, "max_ttl", roleMax));

        Secret secret = world.broker().read(PATH, request.equals("0") ? Map.of() : Map.of("ttl", request));

        Lease lease = secret.lease().orElseThrow();
        Duration ttl = Duration.parse("PT" + expected);
        assertThat(lease.duration()).isBetween(ttl.minusSeconds(2), ttl);
        if (cappedTo == null) {
            assertThat(secret.warnings()).isEmpty();
        } else {
            assertThat(secret.warnings())
                    .singleElement()
                    .asString()
                    .contains("exceeded the effective max_ttl of \"" + cappedTo + "\"");
        }
    }

    @Test
    void tuningReachesALiveLeaseAtItsRenewal() {
        world.role("app", Map.of());
        Lease lease = world.broker().read(PATH).lease().orElseThrow();
        mounts.tune(
                World.MOUNT,
                MountOptions.builder()
                        .maxLeaseTtl(Duration.ofHours(3))
                        .defaultLeaseTtl(Duration.ofHours(1))
                        .build());

        assertThat(world.broker().leases().renew(lease.id()).duration())
                .isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
        assertThat(world.broker().leases().renew(lease.id(), Duration.ofDays(1)).duration())
                .isBetween(Duration.ofMinutes(179), Duration.ofHours(3));
    }

    @Test
    void anEngineSeesTheTtlsOfItsMountAndTheirTuningAlsoByAnotherProcess() {
        List<EngineContext> made = new ArrayList<>();
        World.Node node = world.start(builder -> builder.engine(seeing(made)));
        World.Node other = world.start(builder -> builder.engine(seeing(new ArrayList<>())));
        node.broker()
                .mounts()
                .enable(
                        "seen",
                        "seeing",
                        MountOptions.builder().maxLeaseTtl(Duration.ofDays(90)).build());
        assertThatThrownBy(() -> node.broker().read("seen/x")).isInstanceOf(NotFoundException.class);
        EngineContext context = made.get(made.size() - 1);

        assertThat(context.leaseLimits()).isEqualTo(new LeaseLimits(Duration.ofDays(32), Duration.ofDays(90)));

        MountOptions shorter = MountOptions.builder()
                .defaultLeaseTtl(Duration.ofHours(1))
                .maxLeaseTtl(Duration.ofHours(2))
                .build();
        node.broker().mounts().tune("seen", shorter);
        assertThat(context.leaseLimits())
                .as("after a tune by the same process")
                .isEqualTo(new LeaseLimits(Duration.ofHours(1), Duration.ofHours(2)));

        other.broker()
                .mounts()
                .tune(
                        "seen",
                        MountOptions.builder().maxLeaseTtl(Duration.ofHours(5)).build());
        world.pass(Duration.ofSeconds(3));
        assertThat(context.leaseLimits().maxTtl())
                .as("after a tune by another process")
                .isEqualTo(Duration.ofHours(5));
    }

    private static SecretEngineProvider seeing(List<EngineContext> made) {
        return new SecretEngineProvider() {
            @Override
            public String type() {
                return "seeing";
            }

            @Override
            public SecretEngine create(EngineContext context) {
                made.add(context);
                return new SecretEngine() {
                    @Override
                    public List<Route> routes() {
                        return List.of();
                    }

                    @Override
                    public void close() {}
                };
            }
        };
    }

    @Test
    void aDefaultAboveTheMaxIsRefusedAndChangesNothing() {
        assertThatThrownBy(() -> mounts.tune(
                        World.MOUNT,
                        MountOptions.builder()
                                .defaultLeaseTtl(Duration.ofDays(40))
                                .build()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("default_lease_ttl");
        assertThat(mounts.list().get("accounts/").defaultLeaseTtl()).isEqualTo(Duration.ofDays(32));
    }

    @Test
    void tuningWhatIsNotThereIsNotFoundAndDisablingItSucceeds() {
        assertThatThrownBy(() -> mounts.tune("nowhere", MountOptions.builder().build()))
                .isInstanceOf(NotFoundException.class);
        assertThatCode(() -> mounts.disable("nowhere")).doesNotThrowAnyException();
    }

    @Test
    void disablingRevokesAndALaterMountSeesNothingOld() {
        world.broker().read(PATH);
        mounts.disable(World.MOUNT);

        assertThat(world.accounts()).isEmpty();
        assertThat(world.rows()).isEmpty();
        assertThat(world.node().enginesClosed()).hasValue(1);
        assertThatThrownBy(() -> world.broker().read(PATH)).isInstanceOf(NotFoundException.class);

        mounts.enable(World.MOUNT, AccountEngine.TYPE);
        assertThatThrownBy(() -> world.broker().read(PATH))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("unknown role");
    }

    @Test
    void disablingWithTheTargetDownStaysDisablingAndEndsLater() {
        world.broker().read(PATH);
        world.target.setDown(true);

        assertThatThrownBy(() -> mounts.disable(World.MOUNT))
                .isInstanceOfSatisfying(
                        RevocationIncompleteException.class,
                        e -> assertThat(e.failed()).isEqualTo(1))
                .hasMessageContaining("stays disabling")
                .hasMessageContaining("does not answer");
        assertThat(mounts.list().get("accounts/").disabling()).isTrue();
        assertThatThrownBy(() -> world.broker().read(PATH))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("being disabled");
        assertThatThrownBy(() -> mounts.enable(World.MOUNT, AccountEngine.TYPE)).isInstanceOf(ConflictException.class);

        world.target.setDown(false);
        world.pass(Duration.ofMinutes(5));
        assertThat(world.accounts()).isEmpty();
        assertThat(mounts.list()).isEmpty();
    }

    @Test
    void aMountThatAnotherProcessDisabledEndsHereToo() {
        World.Node other = world.start();
        other.broker().read(PATH);
        mounts.disable(World.MOUNT);
        assertThat(world.accounts()).isEmpty();

        assertThatThrownBy(() -> other.broker().read(PATH)).isInstanceOf(NotFoundException.class);
        world.pass(Duration.ofSeconds(20));

        assertThat(other.enginesClosed())
                .as("engines closed in the other process")
                .hasValue(1);
    }

    @Test
    void disablingIsHeldUpByWhatIsIrrevocableAndSaysSo() {
        world.broker().read(PATH);
        world.target.setRefusing(true);
        assertThatThrownBy(() -> mounts.disable(World.MOUNT)).isInstanceOf(RevocationIncompleteException.class);
        world.pass(Duration.ofHours(3));

        assertThatThrownBy(() -> mounts.disable(World.MOUNT))
                .isInstanceOf(RevocationIncompleteException.class)
                .hasMessageContaining("depends on the account");
        assertThat(world.broker().leases().revokeForce(World.MOUNT)).isEqualTo(1);
        mounts.disable(World.MOUNT);
        assertThat(mounts.list()).isEmpty();
    }
}
