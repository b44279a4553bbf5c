package io.leasehold.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.Lease;
import io.leasehold.Secret;
import io.leasehold.SecretBroker;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.LeaseExpiredException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.error.NotFoundException;
import io.leasehold.error.TargetException;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.lease.LeaseState;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * What every engine with leases must do, seen from outside: through a broker on one side and on the real target on the
 * other. An engine's test extends this class and supplies {@link EngineUnderTest}. Time is moved by hand; the target keeps
 * its own clock.
 */
public abstract class SecretEngineContract extends EngineFixture {

    private static final Duration TICK = Duration.ofSeconds(1);
    private static final String HIDDEN_VALUE = "s3cr3t-that-nobody-may-see";

    /** For subclasses. */
    protected SecretEngineContract() {}

    /** Two reads give two accounts, and both can log in. */
    @Test
    protected void twoReadsGiveTwoAccounts() {
        Secret one = issue();
        Secret two = issue();

        assertThat(account(one)).isNotEqualTo(account(two));
        assertThat(newAccounts()).containsExactlyInAnyOrder(account(one), account(two));
        assertThat(canLogin(one)).isTrue();
        assertThat(canLogin(two)).isTrue();
    }

    /** A revoked credential cannot log in, its account is gone, the other one stays; revoking again changes nothing. */
    @Test
    protected void revokingEndsTheLoginAndCanBeRepeated() {
        Secret kept = issue();
        Secret revoked = issue();
        String id = lease(revoked).id();

        broker().leases().revoke(id);
        assertThat(canLogin(revoked)).isFalse();
        assertThat(newAccounts()).containsExactly(account(kept));
        assertThat(canLogin(kept)).isTrue();

        broker().leases().revoke(id);
        assertThatThrownBy(() -> broker().leases().lookup(id)).isInstanceOf(NotFoundException.class);
    }

    /** Revoking a lease that never was succeeds. */
    @Test
    protected void revokingAnUnknownLeaseSucceeds() {
        String unknown = credsPath(MOUNT, ROLE) + "/neverIssued0123456789AB";

        assertThatCode(() -> broker().leases().revoke(unknown)).doesNotThrowAnyException();
    }

    /** An account that somebody else removed on the target counts as revoked. */
    @Test
    protected void revokingAnAccountThatIsGoneAlreadySucceeds() {
        Secret secret = issue();
        removeAccount(account(secret));

        broker().leases().revoke(lease(secret).id());

        assertThat(nothingIsLeft()).isTrue();
    }

    /** What one instance revoked is revoked for the others. */
    @Test
    protected void anotherInstanceCanRevoke() {
        Secret secret = issue();
        SecretBroker other = startBroker("other");
        String id = lease(secret).id();

        other.leases().revoke(id);

        assertThat(newAccounts()).isEmpty();
        assertThatThrownBy(() -> broker().leases().lookup(id)).isInstanceOf(NotFoundException.class);
    }

    /** A renewed lease outlives its first end, and the credential with it. */
    @Test
    protected void renewingExtendsTheCredential() {
        Secret secret = issue();
        brokers.advance(TTL.dividedBy(2));

        Lease renewed = broker().leases().renew(lease(secret).id(), TTL);
        assertThat(renewed.duration()).isBetween(TTL.minusSeconds(30), TTL);

        brokers.advance(TTL.multipliedBy(3).dividedBy(4));
        assertThat(canLogin(secret)).isTrue();
        assertThat(broker().leases().lookup(renewed.id()).state()).isEqualTo(LeaseState.ACTIVE);
    }

    /** However much is asked for, a renewal stops at the role's max TTL. */
    @Test
    protected void renewingStopsAtTheMaxTtlOfTheRole() {
        Lease lease = lease(issue());

        Lease renewed = broker().leases().renew(lease.id(), MAX_TTL.multipliedBy(2));

        assertThat(renewed.duration()).isBetween(MAX_TTL.minusMinutes(1), MAX_TTL);
    }

    /** When its time is over the account is removed by itself, and the lease cannot be renewed any more. */
    @Test
    protected void expiryRemovesTheAccount() {
        Secret secret = issue();
        Lease lease = lease(secret);
        brokers.advance(TTL.minusMinutes(5));
        assertThat(canLogin(secret)).isTrue();

        brokers.advance(Duration.ofMinutes(6));
        brokers.advanceUntil("the account is gone", () -> newAccounts().isEmpty());

        assertThat(canLogin(secret)).isFalse();
        assertThatThrownBy(() -> broker().leases().renew(lease.id()))
                .isInstanceOfAny(NotFoundException.class, LeaseExpiredException.class);
    }

    /** What a role says later, or that it is gone, does not keep a lease from being revoked. */
    @Test
    protected void neitherEditingNorDeletingARoleHindersRevocation() {
        Secret edited = issue();
        writeRole(broker(), MOUNT, ROLE, TTL.multipliedBy(2), MAX_TTL.multipliedBy(2));
        broker().leases().revoke(lease(edited).id());
        assertThat(newAccounts()).isEmpty();

        Secret orphan = issue();
        broker().delete(rolePath(MOUNT, ROLE));
        assertThatThrownBy(this::issue).isInstanceOf(NotFoundException.class);
        broker().leases().revoke(lease(orphan).id());
        assertThat(newAccounts()).isEmpty();
        assertThat(canLogin(orphan)).isFalse();
    }

    /** A creation that the target refuses half-way is an error, and leaves neither account nor lease. */
    @Test
    protected void aRefusedCreationLeavesNothing() {
        writeFailingRole(broker(), MOUNT, "failing");

        assertThatThrownBy(() -> broker().read(credsPath(MOUNT, "failing"))).isInstanceOf(TargetException.class);

        brokers.advanceUntil("nothing is left", this::nothingIsLeft);
        assertThat(canLogin(issue())).as("the next request is fine").isTrue();
    }

    /** A caller that is interrupted gets a credential or an error, and with an error nothing is left. */
    @Test
    protected void anInterruptedCallerLeavesNothing() {
        Thread.currentThread().interrupt();
        Optional<Secret> issued;
        try {
            issued = Optional.of(issue());
        } catch (LeaseholdException e) {
            issued = Optional.empty();
        } finally {
            Thread.interrupted();
        }

        issued.ifPresent(secret -> broker().leases().revoke(lease(secret).id()));
        brokers.advanceUntil("nothing is left", this::nothingIsLeft);
        assertThat(canLogin(issue())).as("the next request is fine").isTrue();
    }

    /** A role that was never written is not found, and the error names it. */
    @Test
    protected void anUnknownRoleIsNotFound() {
        assertThatThrownBy(() -> broker().read(credsPath(MOUNT, "no-such-role")))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("no-such-role");
    }

    /** A field that the engine does not know is refused by name, and its value is not repeated. */
    @Test
    protected void anUnknownFieldIsRefusedByName() {
        Map<String, Object> fields = Map.of("no_such_field", HIDDEN_VALUE);

        assertThatThrownBy(() -> broker().write(rolePath(MOUNT, ROLE), fields))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        error -> assertThat(error.field()).contains("no_such_field"))
                .satisfies(error -> assertThat(allTextOf(error)).doesNotContain(HIDDEN_VALUE));
        assertThat(canLogin(issue())).as("the role is as it was").isTrue();
    }

    /** No text form shows what only the caller may know. */
    @Test
    protected void nothingShowsTheSecret() {
        Secret secret = issue();
        String id = lease(secret).id();
        broker().leases().renew(id);
        String shown = secret + " " + secret.data() + " " + secret.lease() + " "
                + broker().leases().lookup(id) + " "
                + broker().read(rolePath(MOUNT, ROLE)).data();
        broker().leases().revoke(id);

        Set<String> values = hidden(secret);
        assertThat(values).isNotEmpty().doesNotContain("null", "");
        for (String value : values) {
            assertThat(shown + brokers.events.all()).doesNotContain(value);
        }
    }

    /** Disabling a mount removes every account, and a new mount at its path knows nothing of the old one. */
    @Test
    protected void disablingLeavesNothing() {
        Secret one = issue();
        Secret two = issue();

        broker().mounts().disable(MOUNT);

        assertThat(nothingIsLeft()).isTrue();
        assertThat(canLogin(one)).isFalse();
        assertThat(canLogin(two)).isFalse();
        assertThatThrownBy(this::issue).isInstanceOf(NotFoundException.class);
        broker().mounts().enable(MOUNT, engine().type());
        assertThatThrownBy(this::issue).isInstanceOf(NotFoundException.class);
    }

    /** A broker in memory that is closed revokes all its leases: afterwards nobody could. */
    @Test
    protected void closingABrokerInMemoryLeavesNothing() {
        Secret secret = issue();

        broker().close();

        assertThat(newAccounts()).isEmpty();
        assertThat(canLogin(secret)).isFalse();
    }

    /** What a killed process left is revoked, renewed and found by the next one on the same store. */
    @Test
    protected void aRestartOnTheSameStoreTakesLeasesOver() {
        Secret expiring = issue();
        Secret renewed = issue();
        SecretBroker next = startBroker("next");

        next.leases().renew(lease(renewed).id(), TTL.multipliedBy(3));
        brokers.advance(TTL.plus(TICK));
        brokers.advanceUntil("the leftover is gone", () -> !newAccounts().contains(account(expiring)));

        assertThat(canLogin(renewed)).isTrue();
        next.leases().revoke(lease(renewed).id());
        assertThat(nothingIsLeft()).isTrue();
    }

    /** While the target is down a read is an error that says so, and leaves nothing once the target is back. */
    @Test
    protected void aTargetThatIsDownIssuesNothing() {
        TargetOutage outage = requireOutage();
        outage.begin();

        assertThatThrownBy(this::issue).isInstanceOf(TargetUnavailableException.class);

        outage.end();
        brokers.advanceUntil("nothing is left", this::nothingIsLeft);
        brokers.advanceUntil("the next request is fine", () -> issues());
    }

    /** A revocation that finds the target down is an error, stays queued, and is done when the target is back. */
    @Test
    protected void aRevocationIsRetriedUntilTheTargetIsBack() {
        TargetOutage outage = requireOutage();
        Secret secret = issue();
        String id = lease(secret).id();
        outage.begin();

        assertThatThrownBy(() -> broker().leases().revoke(id)).isInstanceOf(TargetException.class);
        assertThat(broker().leases().lookup(id).state()).isEqualTo(LeaseState.REVOKING);
        brokers.advance(Duration.ofMinutes(1));
        assertThat(broker().leases().lookup(id).error()).isPresent();

        outage.end();
        brokers.advanceUntil("the account is gone", this::nothingIsLeft);
        assertThat(canLogin(secret)).isFalse();
    }

    private boolean issues() {
        try {
            return canLogin(issue());
        } catch (TargetUnavailableException e) {
            // The broker waits a little before it tries a target again that was down.
            return false;
        }
    }

    TargetOutage requireOutage() {
        return outage().orElseGet(() -> Assumptions.abort("this target cannot be made unreachable"));
    }

    /** Everything that logging an error would show. */
    static String allTextOf(Throwable error) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
