package io.leasehold.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.Secret;
import io.leasehold.SecretBroker;
import io.leasehold.database.DatabaseCredentials;
import io.leasehold.database.StaticCredentials;
import io.leasehold.error.NotFoundException;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What happens after a rotation was cut off: another broker starts on the same store and finishes it, by itself or when it is
 * asked to rotate; and no account ever has a password that the store does not know.
 */
final class RotationRecovery implements Sweep.Aftermath {

    /**
     * How long a recovery may take by the store's clock: a claim of one minute, the lock of a duty whose holder died, which
     * lapses after ten, and a minute for the next turns of the duty.
     */
    static final Duration BOUND = Duration.ofMinutes(12);

    /** One recovery of so many is left to the background; it waits for the turn of a duty, which comes in real time. */
    private static final int BY_ITSELF_EVERY = 6;

    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private static final Duration PASSES_MEANWHILE = Duration.ofSeconds(1);
    private static final String ATTEMPTS = "rotation_attempts";

    private final Lane lane;
    private final CrashReport report;
    private final Verifiers verifiers;
    private Map<String, String> untouched;
    private int unfinishedSeen;

    RotationRecovery(Lane lane, CrashReport report) {
        this.lane = lane;
        this.report = report;
        this.verifiers = new Verifiers(lane.target());
        ManagedAccounts.prepare(lane);
        this.untouched = verifiers.read();
    }

    @Override
    public void recoverAndClear(String what) {
        verifiers.awaitEndOfSessions();
        Map<String, String> found = verifiers.read();
        try (CrashBroker recovering = lane.broker("recovery", event -> {})) {
            SecretBroker broker = recovering.broker();
            Set<String> onlyPending = passwordsThatOnlyTheJournalHas(what, broker, found);
            finish(what, recovering);
            checkLogins(what, broker, onlyPending, found);
            checkAdministrator(what, broker);
            clear(what, broker);
        }
        untouched = verifiers.read();
    }

    /**
     * The accounts that log in with nothing that is known as current: each must have the pending password, which is seen when
     * the recovery has adopted it without another change on the server. Accounts without a role must be as they were.
     */
    private Set<String> passwordsThatOnlyTheJournalHas(String what, SecretBroker broker, Map<String, String> found) {
        Set<String> onlyPending = new TreeSet<>();
        for (String role : List.of(ManagedAccounts.SINGLE, ManagedAccounts.PAIR)) {
            List<String> accounts = ManagedAccounts.of(role);
            Optional<StaticCredentials> current =
                    roles(broker).contains(role) ? credentials(broker, role) : Optional.empty();
            if (current.isPresent()) {
                boolean works = canLogin(current.get());
                assertThat(works || accounts.size() == 1)
                        .as("%s: the current login of the pair, before any recovery", what)
                        .isTrue();
                if (!works) {
                    onlyPending.add(current.get().username());
                }
            } else if (!found.get(accounts.get(0)).equals(untouched.get(accounts.get(0)))) {
                assertThat(roles(broker))
                        .as("%s: roles, after a change of an account", what)
                        .contains(role);
                onlyPending.add(accounts.get(0));
            }
        }
        return onlyPending;
    }

    private void finish(String what, CrashBroker recovering) {
        SecretBroker broker = recovering.broker();
        Instant start = recovering.storage().now();
        Set<String> unfinished = unfinished(broker);
        if (!unfinished.isEmpty() && unfinishedSeen++ % BY_ITSELF_EVERY == 0) {
            while (!unfinished.isEmpty()) {
                assertThat(Duration.between(start, recovering.storage().now()))
                        .as("%s: the time of a recovery in the background that has not finished %s", what, unfinished)
                        .isLessThan(BOUND);
                lane.clock().advance(PASSES_MEANWHILE);
                pause();
                unfinished = unfinished(broker);
            }
        } else if (!unfinished.isEmpty()) {
            if (unfinished.contains(ManagedAccounts.CONNECTION)) {
                ManagedAccounts.rotateAdministrator(broker);
            }
            roles(broker).forEach(role -> ManagedAccounts.rotate(broker, role));
            assertThat(unfinished(broker))
                    .as("%s: unfinished when asked to rotate", what)
                    .isEmpty();
        }
        report.recovered(Duration.between(start, recovering.storage().now()));
    }

    /** Roles that have no password yet, and whatever has a rotation under way or failed. */
    private static Set<String> unfinished(SecretBroker broker) {
        Set<String> names = new TreeSet<>();
        for (String role : roles(broker)) {
            Map<String, Object> shown =
                    broker.read(Roles.MOUNT + "/static-roles/" + role).data();
            if (shown.containsKey(ATTEMPTS) || !shown.containsKey("last_vault_rotation")) {
                names.add(role);
            }
        }
        if (broker.read(Roles.MOUNT + "/config/" + ManagedAccounts.CONNECTION)
                .data()
                .containsKey(ATTEMPTS)) {
            names.add(ManagedAccounts.CONNECTION);
        }
        return names;
    }

    private void checkLogins(String what, SecretBroker broker, Set<String> onlyPending, Map<String, String> found) {
        Map<String, String> now = verifiers.read();
        for (String role : roles(broker)) {
            StaticCredentials login = credentials(broker, role).orElseThrow();
            assertThat(canLogin(login)).as("%s: the login of %s", what, role).isTrue();
            if (onlyPending.contains(login.username())) {
                assertThat(now.get(login.username()))
                        .as("%s: the password of %s, which its role did not know as current", what, login.username())
                        .isEqualTo(found.get(login.username()));
            }
        }
        report.loggedIn(roles(broker).size(), onlyPending.size());
    }

    private void checkAdministrator(String what, SecretBroker broker) {
        Secret secret = broker.read(Roles.path(ManagedAccounts.GUEST));
        DatabaseCredentials guest = secret.as(DatabaseCredentials.class);
        assertThat(lane.target().canLogin(guest.username(), guest.password(), "app"))
                .as("%s: the login of a new user of the administrator", what)
                .isTrue();
        broker.leases().revoke(secret.lease().orElseThrow().id());
        assertThat(lane.target().roleExists(guest.username()))
                .as("%s: the user of the administrator after its revocation", what)
                .isFalse();
    }

    private static void clear(String what, SecretBroker broker) {
        roles(broker).forEach(role -> broker.delete(Roles.MOUNT + "/static-roles/" + role));
        assertThat(roles(broker)).as("%s: roles after their deletion", what).isEmpty();
    }

    private static List<String> roles(SecretBroker broker) {
        return broker.list(Roles.MOUNT + "/static-roles");
    }

    private static Optional<StaticCredentials> credentials(SecretBroker broker, String role) {
        try {
            return Optional.of(
                    broker.read(Roles.MOUNT + "/static-creds/" + role).as(StaticCredentials.class));
        } catch (NotFoundException beforeItsFirstRotation) {
            return Optional.empty();
        }
    }

    private boolean canLogin(StaticCredentials login) {
        return lane.target().canLogin(login.username(), login.password(), "app");
    }

    /** Between two looks at what a broker does by itself. */
    private static void pause() {
        try {
            TimeSource.system().sleep(LOOK_EVERY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a broker recovers", e);
        }
    }
}
