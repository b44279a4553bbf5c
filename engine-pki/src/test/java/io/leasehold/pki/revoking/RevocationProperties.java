package io.leasehold.pki.revoking;

import static io.leasehold.pki.revoking.RevokingWorld.MOUNT;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import org.bouncycastle.cert.X509CRLHolder;

/** Random histories against a simple model: who was revoked, and until when certificates are valid. */
class RevocationProperties {

    /** What happens. */
    enum Kind {
        ISSUE,
        REVOKE,
        WAIT,
        ROTATE,
        TIDY,
        RESTART
    }

    /**
     * A step of a history.
     *
     * @param kind what happens
     * @param which to which certificate, by its order
     * @param time how long something lasts
     */
    record Step(Kind kind, int which, Duration time) {}

    private record Known(Authority.Leaf leaf, Instant notAfter) {

        BigInteger serial() {
            return leaf.certificate().serial();
        }
    }

    @Provide
    Arbitrary<List<Step>> histories() {
        Arbitrary<Duration> times = Arbitraries.of(
                Duration.ofSeconds(1),
                Duration.ofSeconds(30),
                Duration.ofMinutes(10),
                Duration.ofHours(2),
                Duration.ofHours(40),
                Duration.ofHours(80),
                Duration.ofDays(20));
        Arbitrary<Kind> kinds = Arbitraries.frequency(
                Tuple.of(4, Kind.ISSUE),
                Tuple.of(4, Kind.REVOKE),
                Tuple.of(3, Kind.WAIT),
                Tuple.of(1, Kind.ROTATE),
                Tuple.of(1, Kind.TIDY),
                Tuple.of(1, Kind.RESTART));
        return Combinators.combine(kinds, Arbitraries.integers().between(0, 9), times)
                .as(Step::new)
                .list()
                .ofMinSize(3)
                .ofMaxSize(14);
    }

    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    void theListAndTheAnswersTellWhatIsRevoked(@ForAll("histories") List<Step> history) {
        try (RevokingWorld world = RevokingWorld.ready()) {
            List<Known> issued = new ArrayList<>();
            Set<BigInteger> revoked = new HashSet<>();
            long number = 0;
            for (Step step : history) {
                perform(world, step, issued, revoked);
                world.pass(Duration.ofSeconds(2), 2);
                X509CRLHolder crl = world.crl();
                check(world, crl, issued, revoked);
                assertThat(RevokingWorld.number(crl)).isGreaterThanOrEqualTo(number);
                number = RevokingWorld.number(crl);
            }
        }
    }

    private static void perform(RevokingWorld world, Step step, List<Known> issued, Set<BigInteger> revoked) {
        switch (step.kind()) {
            case ISSUE -> {
                Authority.Leaf leaf = world.issue(world.root, step.time().plusSeconds(10));
                issued.add(new Known(leaf, leaf.certificate().notAfter()));
            }
            case REVOKE -> {
                if (!issued.isEmpty()) {
                    Known chosen = issued.get(step.which() % issued.size());
                    boolean expired = chosen.notAfter().isBefore(world.now().plusSeconds(2));
                    // Also of tidied ones, so by the certificate.
                    world.broker()
                            .write(
                                    MOUNT + "/revoke",
                                    Map.of("certificate", chosen.leaf().pem()));
                    if (!expired) {
                        revoked.add(chosen.serial());
                    }
                }
            }
            case WAIT -> world.time.advance(step.time());
            case ROTATE -> world.broker().write(MOUNT + "/crl/rotate");
            case TIDY -> {
                world.broker()
                        .write(
                                MOUNT + "/tidy",
                                Map.of("tidy_cert_store", true, "tidy_revoked_certs", true, "safety_buffer", "1h"));
                world.pass(Duration.ofSeconds(2), 2);
            }
            case RESTART -> {
                RevokingWorld.Node former = world.node();
                world.start();
                world.kill(former);
            }
        }
    }

    private static void check(RevokingWorld world, X509CRLHolder crl, List<Known> issued, Set<BigInteger> revoked) {
        Instant now = world.now();
        assertThat(crl.getNextUpdate().toInstant()).as("end of the list").isAfter(now);
        Set<BigInteger> listed = RevokingWorld.serials(crl);
        assertThat(revoked).as("revoked").containsAll(listed);
        for (Known known : issued) {
            boolean live = known.notAfter().isAfter(now);
            if (live) {
                boolean isRevoked = revoked.contains(known.serial());
                assertThat(listed.contains(known.serial())).as("on the list").isEqualTo(isRevoked);
                assertThat(OcspQuestions.status(world, world.root, known.serial()))
                        .isEqualTo(isRevoked ? "revoked" : "good");
            }
        }
    }
}
