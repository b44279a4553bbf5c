package io.leasehold.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.error.LeaseholdException;
import io.leasehold.error.NotFoundException;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.event.LeaseholdEvent;
import io.leasehold.lease.LeaseState;
import io.leasehold.spi.storage.Intent;
import io.leasehold.spi.storage.LeaseRow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Accounts and leases are compared while everything goes on, and mended by the lease protocol. */
class ReconcilerTest {

    private static final String CREDS = World.MOUNT + "/creds/app";
    private static final String RECONCILE = World.MOUNT + "/reconcile/target-a";

    private final World world = World.ready(true);

    @Test
    void nothingIsFoundWhereAllAgrees() {
        issue();
        issue();

        AccountEngine.Found found = compare();

        assertThat(found).isEqualTo(new AccountEngine.Found(2, 2, List.of(), List.of()));
    }

    @Test
    void anAccountWhoseLeaseWasLostIsFoundAndRemoved() {
        String orphan = orphan();
        issue();

        assertThat(compare().unknown()).containsExactly(orphan);
        assertThat(world.target.accounts()).as("a report changes nothing").hasSize(2);

        world.target.duringRemovals(() -> assertThat(world.rows())
                .as("the intent to remove it is stored first")
                .anyMatch(row -> row.state() == LeaseState.REVOKING));
        mend();

        assertThat(world.target.accounts()).hasSize(1).doesNotContainKey(orphan);
        assertThat(world.rows()).hasSize(1);
        assertThat(compare().unknown()).isEmpty();
        assertThat(world.events.of(LeaseholdEvent.LeaseRevoked.class))
                .anyMatch(event -> event.cause() == LeaseholdEvent.Cause.RECONCILED);
    }

    /** Where a list does not tell whose an account is, those that no lease knows are looked at, and no others. */
    @Test
    void anAccountThatTurnsOutToBeSomebodyElsesIsLeftAlone() {
        String orphan = orphan();
        String foreign = orphan();
        issue();
        world.target.setForeign(foreign);

        assertThat(compare().unknown()).containsExactly(orphan);
        assertThat(world.target.looks()).containsExactlyInAnyOrder(orphan, foreign);

        mend();
        assertThat(world.target.accounts()).hasSize(2).containsKey(foreign);
    }

    @Test
    void aLeaseWhoseAccountWasRemovedByHandIsFoundAndEnded() {
        String id = issue();
        String sound = issue();
        world.target.steal(world.target.ofLease(id).orElseThrow().name());

        assertThat(compare().lost()).containsExactly(id);
        assertThat(world.row(id).state()).isEqualTo(LeaseState.ACTIVE);

        mend();

        assertThat(world.rows()).extracting(LeaseRow::id).containsExactly(sound);
    }

    /** Its row was not there at the first look, and its account is not on the list. */
    @Test
    void whatIsIssuedMeanwhileIsNotFound() {
        for (AccountTarget.Place place :
                List.of(AccountTarget.Place.BEFORE_LISTING, AccountTarget.Place.AFTER_LISTING)) {
            world.target.meanwhile(place, this::issue);

            AccountEngine.Found found = compare();

            assertThat(found.unknown()).as(place.name()).isEmpty();
            assertThat(found.lost()).as(place.name()).isEmpty();
        }
    }

    /** Its account is still on the list, and its row is gone at the second look. */
    @Test
    void whatIsRevokedMeanwhileIsNotFound() {
        for (AccountTarget.Place place :
                List.of(AccountTarget.Place.BEFORE_LISTING, AccountTarget.Place.AFTER_LISTING)) {
            String id = issue();
            world.target.meanwhile(place, () -> world.broker().leases().revoke(id));

            AccountEngine.Found found = compare();

            assertThat(found.unknown()).as(place.name()).isEmpty();
            assertThat(found.lost()).as(place.name()).isEmpty();
        }
    }

    /** The creator has confirmed and goes on slowly; a comparison in the middle sees an intent without an account. */
    @Test
    void whatIsBeingCreatedIsNotFound() {
        for (AccountTarget.Place place : List.of(AccountTarget.Place.BEFORE_EFFECT, AccountTarget.Place.AFTER_EFFECT)) {
            AccountEngine.Found[] found = new AccountEngine.Found[1];
            world.target.meanwhile(place, () -> found[0] = compare());

            issue();

            assertThat(found[0].unknown()).as(place.name()).isEmpty();
            assertThat(found[0].lost()).as(place.name()).isEmpty();
        }
    }

    @Test
    void theAccountsOfOthersAreCountedAndLeftAlone() {
        world.target.add(new AccountTarget.Account("postgres", "", "", world.store.now()));

        mend();

        assertThat(compare().accounts()).isEqualTo(1);
        assertThat(world.target.accounts()).containsKey("postgres");
    }

    /** Two targets that are one server under two names: a lease of either knows the account, by its target or its mark. */
    @Test
    void anAccountOfALeaseOnAnotherTargetIsKnown() {
        String id = issue();
        AccountTarget.Account account = world.target.ofLease(id).orElseThrow();
        world.other.add(account);
        String onOther = World.MOUNT + "/reconcile/target-b";

        assertThat(world.broker().read(onOther).as(AccountEngine.Found.class).unknown())
                .isEmpty();
        world.other.steal(account.name());
        world.other.add(new AccountTarget.Account(account.name(), "", "a mark that nobody knows", world.store.now()));
        assertThat(world.broker().read(onOther).as(AccountEngine.Found.class).unknown())
                .containsExactly(account.name());
        assertThat(world.broker()
                        .read(onOther, Map.of("related", List.of("target-a")))
                        .as(AccountEngine.Found.class)
                        .unknown())
                .isEmpty();
    }

    /** An account that was renamed by hand carries the mark of a lease that is for another name. */
    @Test
    void anAccountThatWasRenamedIsFoundWithItsLease() {
        String id = issue();
        AccountTarget.Account account = world.target.ofLease(id).orElseThrow();
        world.target.steal(account.name());
        world.target.add(new AccountTarget.Account("renamed", "", id, world.store.now()));

        AccountEngine.Found found = compare();

        assertThat(found.unknown()).containsExactly("renamed");
        assertThat(found.lost()).containsExactly(id);
        world.forgotten.add(id);
        mend();
        assertThat(world.target.accounts()).isEmpty();
        assertThat(world.rows()).isEmpty();
    }

    @Test
    void whatCannotBeRemovedNowIsRemovedLater() {
        String orphan = orphan();
        world.target.meanwhile(
                AccountTarget.Place.AFTER_LISTING,
                () -> world.target.meanwhile(AccountTarget.Place.AFTER_LISTING, () -> world.target.setDown(true)));

        assertThatThrownBy(this::mend).isInstanceOf(TargetUnavailableException.class);

        assertThat(world.target.accounts()).containsKey(orphan);
        assertThat(world.rows())
                .singleElement()
                .satisfies(row -> assertThat(row.state()).isEqualTo(LeaseState.REVOKING));
        assertThat(world.broker().leases().list(World.MOUNT + "/reconcile")).isNotEmpty();
        world.heal();
        world.pass(Duration.ofMinutes(10));
        assertThat(world.target.accounts()).isEmpty();
        assertThat(world.rows()).isEmpty();
    }

    @Test
    void anAccountThatALeaseHasByNowIsLeftAlone() {
        LeaseRow lost = world.row(issue());
        String orphan = orphan(lost);
        world.target.meanwhile(
                AccountTarget.Place.AFTER_LISTING,
                () -> world.target.meanwhile(
                        AccountTarget.Place.AFTER_LISTING,
                        () -> world.store.leases().insert(new Intent(List.of(), List.of(), now -> lost))));

        mend();

        assertThat(world.target.accounts()).containsKey(orphan);
        assertThat(world.rows()).extracting(LeaseRow::id).containsExactly(lost.id());
    }

    @Test
    void nothingIsBegunOnAMountThatIsBeingDisabled() {
        String orphan = orphan();
        issue();
        world.target.meanwhile(AccountTarget.Place.AFTER_LISTING, () -> {
            world.target.setRefusing(true);
            assertThatThrownBy(() -> world.broker().mounts().disable(World.MOUNT))
                    .isInstanceOf(LeaseholdException.class);
        });

        assertThatThrownBy(this::mend).isInstanceOf(NotFoundException.class);

        assertThat(world.target.accounts()).containsKey(orphan);
        assertThat(world.rows()).hasSize(1);
    }

    /** Whatever goes wrong at whichever call: another try mends the rest, and nothing else is touched. */
    @ParameterizedTest
    @EnumSource(Interactions.Fault.class)
    void aFaultAtAnyCallIsMendedByTheNextTry(Interactions.Fault fault) {
        int points = 0;
        while (survives(fault, points + 1)) {
            points++;
        }
        assertThat(points).isGreaterThan(5);
    }

    private static boolean survives(Interactions.Fault fault, int nth) {
        ReconcilerTest test = new ReconcilerTest();
        World world = test.world;
        world.start();
        String orphan = test.orphan();
        String lost = test.issue();
        world.target.steal(world.target.ofLease(lost).orElseThrow().name());
        String sound = test.issue();
        Interactions interactions = world.node().interactions();
        interactions.spoil(nth, fault);
        try {
            test.mend();
        } catch (LeaseholdException | ProcessDied expected) {
            assertThat(world.target.ofLease(sound)).isPresent();
        }
        boolean hit = interactions.heal();
        world.buryDead();
        world.pass(Duration.ofMinutes(2));
        test.mend();

        assertThat(world.target.accounts()).hasSize(1).doesNotContainKey(orphan);
        assertThat(world.rows()).extracting(LeaseRow::id).containsExactly(sound);
        return hit;
    }

    private String issue() {
        return world.broker().read(CREDS).lease().orElseThrow().id();
    }

    /** An account whose lease the store lost, as by a failover to an old state. */
    private String orphan() {
        return orphan(world.row(issue()));
    }

    private String orphan(LeaseRow row) {
        world.forgotten.add(row.id());
        assertThat(world.store.leases().delete(List.of(row))).containsExactly(row.id());
        return world.target.ofLease(row.id()).orElseThrow().name();
    }

    private AccountEngine.Found compare() {
        return world.broker().read(RECONCILE).as(AccountEngine.Found.class);
    }

    private void mend() {
        world.broker().write(RECONCILE);
    }
}
