package io.leasehold.pki.revoking;

import static io.leasehold.pki.revoking.RevokingWorld.MOUNT;
import static io.leasehold.pki.revoking.RevokingWorld.serials;
import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.SecretBroker;
import io.leasehold.spi.storage.Storage;
import io.leasehold.store.jdbc.JdbcStorage;
import io.leasehold.testkit.time.SettableTime;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.bouncycastle.cert.X509CRLHolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwoProcessesTest {

    @TempDir
    Path folder;

    private Storage open(SettableTime time) {
        return JdbcStorage.builder()
                .sqliteFile(folder.resolve("leases.db"))
                .clockOffset(time)
                .open();
    }

    @Test
    void twoBrokersOnOneFileServeTheSame() {
        try (RevokingWorld world = new RevokingWorld(this::open);
                Storage other = open(world.time)) {
            world.issuers.add(world.root);
            SecretBroker first = world.start().broker();
            first.mounts().enable(MOUNT, "pki");
            SecretBroker second = world.start(store -> other).broker();
            RevokingWorld.read(second, "crl");
            List<Authority.Leaf> leaves = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                leaves.add(world.issue(world.root, Duration.ofDays(1)));
            }

            Set<String> failed = ConcurrentHashMap.newKeySet();
            IntStream.range(0, leaves.size()).parallel().forEach(i -> {
                try {
                    (i % 2 == 0 ? first : second)
                            .write(
                                    MOUNT + "/revoke",
                                    Map.of("serial_number", leaves.get(i).serial()));
                } catch (RuntimeException e) {
                    failed.add(i + ": " + e.getMessage());
                }
            });
            world.settle();

            assertThat(failed).isEmpty();
            X509CRLHolder ofFirst = RevokingWorld.read(first, "crl").orElseThrow();
            X509CRLHolder ofSecond = RevokingWorld.read(second, "crl").orElseThrow();
            Set<BigInteger> expected = Set.copyOf(
                    leaves.stream().map(leaf -> leaf.certificate().serial()).toList());
            assertThat(serials(ofFirst)).isEqualTo(expected);
            assertThat(ofSecond).isEqualTo(ofFirst);
        }
    }

    @Test
    void readersThatFindAListLateAtTheSameTimeBuildItOnce() {
        try (RevokingWorld world = RevokingWorld.ready()) {
            long before = RevokingWorld.number(world.crl());
            world.time.advance(Duration.ofHours(80));

            List<Long> numbers = IntStream.range(0, 16)
                    .parallel()
                    .mapToObj(i -> RevokingWorld.number(world.crl()))
                    .toList();

            assertThat(numbers).containsOnly(before + 1);
        }
    }
}
