package io.leasehold.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.lease.LeaseQuery;
import io.leasehold.lease.LeaseQuery.Cursor;
import io.leasehold.lease.LeaseQuery.Order;
import io.leasehold.lease.LeaseState;
import io.leasehold.spi.storage.Intent;
import io.leasehold.spi.storage.LeaseRow;
import io.leasehold.spi.storage.LeaseStore.Page;
import io.leasehold.spi.storage.LeaseStore.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Finding and counting leases. */
interface LeaseQueryContract extends StoreUnderTest {

    /** Every state, in an order of its own. */
    List<LeaseState> STATES =
            List.of(LeaseState.ACTIVE, LeaseState.PENDING, LeaseState.IRREVOCABLE, LeaseState.REVOKING);

    @Test
    default void everyFilterFindsAndCountsExactlyItsLeases() {
        List<LeaseRow> rows = manyLeases();
        Instant expiry = rows.get(5).expiresAt();
        List<LeaseQuery> queries = List.of(
                LeaseQuery.all(),
                LeaseQuery.under("db/creds/app/"),
                LeaseQuery.under("nothing"),
                LeaseQuery.all().withStates(LeaseState.ACTIVE),
                LeaseQuery.all().withStates(LeaseState.PENDING, LeaseState.IRREVOCABLE),
                LeaseQuery.all().withMount("mount-2"),
                LeaseQuery.all().withMount("mount-unknown"),
                LeaseQuery.all().withTarget("target-1"),
                LeaseQuery.all().withExpiry(expiry, null),
                LeaseQuery.all().withExpiry(null, expiry),
                LeaseQuery.all().withExpiry(expiry, expiry.plusMillis(1)),
                LeaseQuery.all().withExpiry(expiry.plusNanos(1), null),
                LeaseQuery.all().withExpiry(null, expiry.plusNanos(1)),
                LeaseQuery.all().withSealedBelow(3),
                LeaseQuery.all().withSealedBelow(1),
                LeaseQuery.under("db/creds/app/")
                        .withStates(LeaseState.ACTIVE, LeaseState.REVOKING)
                        .withMount("mount-1")
                        .withTarget("target-0")
                        .withExpiry(expiry.minusSeconds(1_000), expiry.plusSeconds(1_000))
                        .withSealedBelow(4));
        for (LeaseQuery query : queries) {
            List<LeaseRow> expected = expected(rows, query);
            assertThat(leases().query(query).rows()).as("%s", query).isEqualTo(expected);
            assertThat(leases().count(query)).as("%s", query).isEqualTo(expected.size());
        }
    }

    @Test
    default void pagesOfEverySizeInEveryOrderAddUpToTheWhole() {
        List<LeaseRow> rows = manyLeases();
        for (Order order : Order.values()) {
            for (boolean descending : new boolean[] {false, true}) {
                for (int size : new int[] {1, 2, 7, 59, 60, 61}) {
                    LeaseQuery query =
                            LeaseQuery.all().orderedBy(order, descending).limitedTo(size);
                    assertThat(allPages(query)).as("%s", query).isEqualTo(expected(rows, query));
                }
                LeaseQuery filtered = LeaseQuery.under("db/creds/")
                        .withStates(LeaseState.ACTIVE)
                        .orderedBy(order, descending)
                        .limitedTo(3);
                assertThat(allPages(filtered)).as("%s", filtered).isEqualTo(expected(rows, filtered));
            }
        }
    }

    @Test
    default void lastPageHasNoNextEvenWhenItIsFull() {
        stored(SampleLease.of("db/1"));
        stored(SampleLease.of("db/2"));

        assertThat(leases().query(LeaseQuery.all().limitedTo(2)).next()).isNull();
        assertThat(leases().query(LeaseQuery.all().limitedTo(1)).next()).isNotNull();
        assertThat(leases().query(LeaseQuery.under("none")).next()).isNull();
    }

    @Test
    default void pageGoesOnAfterALeaseThatIsGone() {
        for (int i = 0; i < 6; i++) {
            stored(SampleLease.of("db/" + i));
        }
        for (Order order : Order.values()) {
            Page first = leases().query(LeaseQuery.all().orderedBy(order, false).limitedTo(2));
            LeaseRow last = first.rows().get(1);
            leases().delete(List.of(last));

            LeaseQuery rest = LeaseQuery.all().orderedBy(order, false).after(first.next());
            assertThat(leases().query(rest).rows())
                    .extracting(LeaseRow::id)
                    .contains("db/5")
                    .doesNotContain(last.id());
            assertThat(leases().query(rest).rows()).doesNotContainAnyElementsOf(first.rows());
        }
    }

    @Test
    default void cursorNeedNotNameALeaseNorLieUnderThePrefix() {
        for (String id : List.of("a/1", "b/1", "b/2", "b/3", "c/1")) {
            stored(SampleLease.of(id));
        }
        LeaseQuery under = LeaseQuery.under("b/");

        assertThat(idsOf(under.after(Cursor.afterId("b/15")))).containsExactly("b/2", "b/3");
        assertThat(idsOf(under.after(Cursor.afterId("a")))).containsExactly("b/1", "b/2", "b/3");
        assertThat(idsOf(under.after(Cursor.afterId("z")))).isEmpty();
        LeaseQuery backwards = under.orderedBy(Order.ID, true);
        assertThat(idsOf(backwards.after(Cursor.afterId("b/25")))).containsExactly("b/2", "b/1");
        assertThat(idsOf(backwards.after(Cursor.afterId("z")))).containsExactly("b/3", "b/2", "b/1");
        assertThat(idsOf(backwards.after(Cursor.afterId("a")))).isEmpty();
    }

    @Test
    default void prefixIsComparedCharacterByCharacter() {
        List<String> ids = List.of(
                "creds/app/1",
                "creds/app2/1",
                "creds/APP/1",
                "creds/ap%/1",
                "creds/ap_/1",
                "creds/ap\\/1",
                "creds/ap~/1",
                "creds/ap'/1");
        ids.forEach(id -> stored(SampleLease.of(id)));

        assertThat(idsOf(LeaseQuery.under("creds/app/"))).containsExactly("creds/app/1");
        assertThat(idsOf(LeaseQuery.under("creds/app"))).containsExactly("creds/app/1", "creds/app2/1");
        assertThat(idsOf(LeaseQuery.under("creds/ap%"))).containsExactly("creds/ap%/1");
        assertThat(idsOf(LeaseQuery.under("creds/ap_"))).containsExactly("creds/ap_/1");
        assertThat(idsOf(LeaseQuery.under("creds/ap\\"))).containsExactly("creds/ap\\/1");
        assertThat(idsOf(LeaseQuery.under("creds/ap~"))).containsExactly("creds/ap~/1");
        assertThat(idsOf(LeaseQuery.under("creds/ap'"))).containsExactly("creds/ap'/1");
        assertThat(idsOf(LeaseQuery.under("creds/app/1"))).containsExactly("creds/app/1");
        assertThat(idsOf(LeaseQuery.under("%"))).isEmpty();
        for (String foreign : List.of("creds/\u00e4", "\u0000", "\uD83D\uDE00", "\uD83D", "\uFFFF")) {
            assertThat(idsOf(LeaseQuery.under(foreign))).isEmpty();
            assertThat(leases().count(LeaseQuery.under(foreign))).isZero();
        }
    }

    @Test
    default void idsAreOrderedByteByByte() {
        for (String id : List.of("b/a", "b/B", "b/_", "b/ ", "b/~", "b/1", "b/-", "b/aa")) {
            stored(SampleLease.of(id));
        }

        assertThat(idsOf(LeaseQuery.all())).containsExactly("b/ ", "b/-", "b/1", "b/B", "b/_", "b/a", "b/aa", "b/~");
    }

    private List<String> idsOf(LeaseQuery query) {
        return leases().query(query).rows().stream().map(LeaseRow::id).toList();
    }

    private List<LeaseRow> allPages(LeaseQuery query) {
        List<LeaseRow> rows = new ArrayList<>();
        Cursor next = null;
        do {
            Page page = another().leases().query(query.after(next));
            assertThat(page.rows()).hasSizeLessThanOrEqualTo(query.limit());
            rows.addAll(page.rows());
            next = page.next();
        } while (next != null);
        return rows;
    }

    /** Sixty leases with few distinct times, so that most are tied, in an order of insertion that is none of the orders. */
    private List<LeaseRow> manyLeases() {
        List<LeaseRow> rows = new ArrayList<>();
        Instant base = storage().now();
        for (int i = 0; i < 60; i++) {
            int n = i * 37 % 60;
            String role = List.of("app", "app2", "web", "App").get(n % 4);
            SampleLease lease = SampleLease.of("db/creds/" + role + "/" + n)
                    .mount("mount-" + n % 3)
                    .target("target-" + n % 2)
                    .state(STATES.get(n / 4 % 4))
                    .times(Duration.ofSeconds(-n % 7), Duration.ofSeconds(1_000 + n % 5))
                    .body(1 + n % 4, new byte[] {(byte) n});
            leases().insert(new Intent(List.of(), List.of(), now -> lease.at(base)));
            rows.add(found(lease.id()));
        }
        return rows;
    }

    /** The meaning of a query, written down a second time. */
    private static List<LeaseRow> expected(List<LeaseRow> rows, LeaseQuery query) {
        Comparator<LeaseRow> order = switch (query.order()) {
            case ID -> Comparator.comparing(LeaseRow::id);
            case EXPIRES_AT -> Comparator.comparing(LeaseRow::expiresAt).thenComparing(LeaseRow::id);
            case ISSUED_AT -> Comparator.comparing(LeaseRow::issuedAt).thenComparing(LeaseRow::id);
        };
        Stream<LeaseRow> found = rows.stream()
                .filter(row -> row.id().startsWith(query.prefix()))
                .filter(row -> query.states().contains(row.state()))
                .filter(row -> query.mountId() == null || row.mountId().equals(query.mountId()))
                .filter(row -> query.targetId() == null || row.targetId().equals(query.targetId()))
                .filter(row -> query.expiresBefore() == null || row.expiresAt().compareTo(query.expiresBefore()) < 0)
                .filter(row -> query.expiresFrom() == null || row.expiresAt().compareTo(query.expiresFrom()) >= 0)
                .filter(row -> query.sealedBelow() == null || row.body().keyVersion() < query.sealedBelow());
        return found.sorted(query.descending() ? order.reversed() : order).toList();
    }

    @Test
    default void leasesAreTalliedByMountFolderAndState() {
        assertThat(leases().tally()).isEmpty();
        String end = "0123456789abcdefABCDEF45";
        List<String> folders = List.of("db/creds/app", "db/creds/app2", "db/creds/App", "team/a b/pki/issue/web", "x");
        List<Tally> expected = new ArrayList<>();
        int number = 0;
        for (String folder : folders) {
            for (LeaseState state : STATES) {
                int many = 1 + number % 3;
                for (int i = 0; i < many; i++) {
                    // Of one length, so that only the end differs within a folder.
                    String id = folder + "/" + end.substring(4) + String.format("%04d", number * 10 + i);
                    stored(SampleLease.of(id).mount("mount-" + number % 2).state(state));
                }
                expected.add(new Tally("mount-" + number % 2, folder, state, many));
                number++;
            }
        }
        assertThat(leases().tally()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    default void idsWithoutARandomEndAreTalliedToo() {
        stored(SampleLease.of("short"));
        stored(SampleLease.of("0123456789abcdefABCDEF456"));
        stored(SampleLease.of("a0123456789abcdefABCDEF456"));
        assertThat(leases().tally())
                .containsExactlyInAnyOrder(
                        new Tally("mount-1", "", LeaseState.ACTIVE, 2),
                        new Tally("mount-1", "a", LeaseState.ACTIVE, 1));
    }
}
