package io.leasehold.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.lease.LeaseQuery;
import io.leasehold.spi.storage.Intent;
import io.leasehold.spi.storage.Intent.CountLimit;
import io.leasehold.spi.storage.Intent.Guard;
import io.leasehold.spi.storage.Intent.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Limits on the number of leases. */
interface LeaseLimitContract extends StoreUnderTest {

    @Test
    default void leasesAreStoredUpToTheLimitAndNoFurther() {
        CountLimit limit = new CountLimit("limits/app", "db/creds/app/", 2);

        assertThat(leases().insert(SampleLease.of("db/creds/app/1").limitedBy(limit)))
                .isInstanceOf(Outcome.Stored.class);
        assertThat(another().leases().insert(SampleLease.of("db/creds/app/2").limitedBy(limit)))
                .isInstanceOf(Outcome.Stored.class);
        assertThat(leases().insert(SampleLease.of("db/creds/app/3").limitedBy(limit)))
                .isEqualTo(new Outcome.LimitReached(limit));
        assertThat(leases().find("db/creds/app/3")).isEmpty();
    }

    @Test
    default void limitOfZeroAllowsNothing() {
        CountLimit none = new CountLimit("limits/app", "db/", 0);

        assertThat(leases().insert(SampleLease.of("db/creds/app/1").limitedBy(none)))
                .isEqualTo(new Outcome.LimitReached(none));
    }

    @Test
    default void limitCountsLeasesUnderItsPrefixOnly() {
        stored(SampleLease.of("db/creds/app2/1"));
        stored(SampleLease.of("db/creds/ap/1"));
        stored(SampleLease.of("db/creds/APP/1"));
        CountLimit limit = new CountLimit("limits/app", "db/creds/app/", 1);

        assertThat(leases().insert(SampleLease.of("db/creds/app/1").limitedBy(limit)))
                .isInstanceOf(Outcome.Stored.class);
    }

    @Test
    default void placeIsFreeAgainWhenALeaseIsDeleted() {
        CountLimit limit = new CountLimit("limits/app", "db/creds/app/", 1);
        Outcome first = leases().insert(SampleLease.of("db/creds/app/1").limitedBy(limit));
        leases().delete(List.of(((Outcome.Stored) first).row()));

        assertThat(leases().insert(SampleLease.of("db/creds/app/2").limitedBy(limit)))
                .isInstanceOf(Outcome.Stored.class);
    }

    @Test
    default void everyLimitMustHoldAndTheOneReachedIsNamed() {
        stored(SampleLease.of("db/creds/app/1"));
        CountLimit wide = new CountLimit("limits/wide", "db/", 10);
        CountLimit narrow = new CountLimit("limits/narrow", "db/creds/app/", 1);

        assertThat(leases().insert(SampleLease.of("db/creds/app/2").limitedBy(wide, narrow)))
                .isEqualTo(new Outcome.LimitReached(narrow));
        assertThat(leases().insert(SampleLease.of("db/creds/web/2").limitedBy(wide)))
                .isInstanceOf(Outcome.Stored.class);
    }

    @Test
    default void guardsAndUniquenessHoldUnderALimitToo() {
        storedEntry("limits/app", 5);
        stored(SampleLease.of("db/creds/app/1").account("same"));
        CountLimit limit = new CountLimit("limits/app", "db/", 10);
        Guard stale = new Guard("limits/app", 4);
        Guard right = new Guard("limits/app", 5);

        assertThat(leases().insert(new Intent(
                        List.of(stale),
                        List.of(limit),
                        now -> SampleLease.of("db/2").at(now))))
                .isEqualTo(new Outcome.GuardFailed(stale));
        assertThat(leases().insert(new Intent(
                        List.of(right),
                        List.of(limit),
                        now -> SampleLease.of("db/2").account("same").at(now))))
                .isEqualTo(new Outcome.Taken());
        assertThat(leases().insert(new Intent(
                        List.of(right),
                        List.of(limit),
                        now -> SampleLease.of("db/2").at(now))))
                .isInstanceOf(Outcome.Stored.class);
    }

    @Test
    default void concurrentInsertsNeverExceedALimitWithoutAnEntry() throws Exception {
        assertThat(raceFor(new CountLimit("limits/none", "db/creds/app/", 10))).isEqualTo(10);
    }

    @Test
    default void concurrentInsertsNeverExceedALimitWithAnEntry() throws Exception {
        storedEntry("limits/app", 1);
        assertThat(raceFor(new CountLimit("limits/app", "db/creds/app/", 10))).isEqualTo(10);
    }

    /** Eight threads insert until the limit stops them; how many leases were stored. */
    private long raceFor(CountLimit limit) throws Exception {
        List<Integer> stored = Race.of(8, participant -> {
            for (int i = 0; ; i++) {
                SampleLease lease = SampleLease.of(limit.prefix() + participant + "-" + i);
                Outcome outcome = instance(participant).leases().insert(lease.limitedBy(limit));
                if (outcome instanceof Outcome.LimitReached) {
                    return i;
                }
                assertThat(outcome).isInstanceOf(Outcome.Stored.class);
            }
        });
        long count = leases().count(LeaseQuery.under(limit.prefix()));
        assertThat(stored.stream().mapToInt(Integer::intValue).sum()).isEqualTo((int) count);
        return count;
    }

    @Test
    default void insertsUnderTheSameLimitsInDifferentOrderDoNotDeadlock() throws Exception {
        CountLimit first = new CountLimit("limits/a", "db/", 1_000);
        CountLimit second = new CountLimit("limits/b", "db/creds/", 1_000);
        Race.of(6, participant -> {
            for (int i = 0; i < 10; i++) {
                SampleLease lease = SampleLease.of("db/creds/" + participant + "-" + i);
                Outcome outcome = instance(participant)
                        .leases()
                        .insert(participant % 2 == 0 ? lease.limitedBy(first, second) : lease.limitedBy(second, first));
                assertThat(outcome).isInstanceOf(Outcome.Stored.class);
            }
            return participant;
        });
        assertThat(leases().count(LeaseQuery.all())).isEqualTo(60);
    }
}
