package io.leasehold.pki.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.testkit.rotation.TurnableSecret;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import javax.net.ssl.X509ExtendedKeyManager;
import org.junit.jupiter.api.Test;

/** TLS asks for the alias, the key and the chain in three calls. Whatever comes in between, they belong together. */
class KeyAndChainPairTest {

    private static final int THREADS = 4;
    private static final int TURNS = 400;

    private final TestAuthority authority = TestAuthority.root("Root");

    @Test
    void aMismatchingPairIsNeverSeen() throws Exception {
        List<TestCertificate> certificates = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            certificates.add(authority.issue("c" + i));
        }
        TurnableSecret secret = new TurnableSecret(certificates.get(0).secret());
        AtomicBoolean done = new AtomicBoolean();
        AtomicLong asked = new AtomicLong();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (RotatingTls tls = RotatingTls.builder().secret(secret).build()) {
            List<Future<Long>> runs = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                boolean client = i % 2 == 0;
                runs.add(threads.submit(() -> hammer(tls.keyManager(), client, done, asked)));
            }
            for (int turn = 1; turn <= TURNS; turn++) {
                long before = asked.get();
                secret.turn(certificates.get(turn % certificates.size()).secret());
                while (asked.get() - before < THREADS && runs.stream().noneMatch(Future::isDone)) {
                    Thread.onSpinWait();
                }
            }
            done.set(true);
            for (Future<Long> run : runs) {
                assertThat(run.get()).isPositive();
            }
            assertThat(tls.status().generation()).isEqualTo(TURNS + 1);
        } finally {
            done.set(true);
            threads.shutdownNow();
        }
    }

    private static long hammer(X509ExtendedKeyManager keys, boolean client, AtomicBoolean done, AtomicLong asked)
            throws Exception {
        long seen = 0;
        while (!done.get()) {
            String alias = client
                    ? keys.chooseEngineClientAlias(new String[] {"RSA", "EC"}, null, null)
                    : keys.chooseServerAlias("EC", null, null);
            X509Certificate[] chain = keys.getCertificateChain(alias);
            PrivateKey key = keys.getPrivateKey(alias);
            assertPair(alias, chain, key);
            asked.incrementAndGet();
            seen++;
        }
        return seen;
    }

    @Test
    void aRotationBetweenAnyTwoCallsDoesNotPartThem() throws Exception {
        TestCertificate[] certificates = {authority.issue("a"), authority.issue("b"), authority.issue("c")};
        TurnableSecret secret = new TurnableSecret(certificates[0].secret());
        AtomicLong turns = new AtomicLong();
        AtomicLongArray steps = new AtomicLongArray(2);
        ExecutorService threads = Executors.newFixedThreadPool(steps.length());
        try (RotatingTls tls = RotatingTls.builder().secret(secret).build()) {
            List<Future<Long>> runs = new ArrayList<>();
            for (int i = 0; i < steps.length(); i++) {
                int thread = i;
                runs.add(threads.submit(() -> oneCallPerTurn(tls.keyManager(), thread, turns, steps)));
            }
            for (int turn = 1; turn <= TURNS; turn++) {
                secret.turn(certificates[turn % certificates.length].secret());
                turns.set(turn);
                for (int i = 0; i < steps.length(); i++) {
                    while (steps.get(i) < turn && !runs.get(i).isDone()) {
                        Thread.onSpinWait();
                    }
                }
            }
            for (Future<Long> run : runs) {
                assertThat(run.get()).isEqualTo(TURNS / 3);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Asks for the alias in one generation, for the chain in the next, and for the key in the one after that. */
    private static long oneCallPerTurn(X509ExtendedKeyManager keys, int thread, AtomicLong turns, AtomicLongArray steps)
            throws Exception {
        String alias = "";
        X509Certificate[] chain = {};
        long pairs = 0;
        for (long turn = 1; turn <= TURNS; turn++) {
            while (turns.get() < turn) {
                Thread.onSpinWait();
            }
            if (turn % 3 == 1) {
                alias = keys.chooseServerAlias("EC", null, null);
            } else if (turn % 3 == 2) {
                chain = keys.getCertificateChain(alias);
            } else {
                assertPair(alias, chain, keys.getPrivateKey(alias));
                pairs++;
            }
            steps.set(thread, turn);
        }
        return pairs;
    }

    private static void assertPair(String alias, X509Certificate[] chain, PrivateKey key) throws Exception {
        byte[] text = {1, 2, 3};
        assertThat(chain).as(alias).isNotNull();
        assertThat(key).as(alias).isNotNull();
        Signature signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(key);
        signer.update(text);
        byte[] signed = signer.sign();
        signer.initVerify(chain[0]);
        signer.update(text);
        assertThat(signer.verify(signed)).as(alias).isTrue();
    }

    @Test
    void anAliasNamesOneGenerationForGoodAndIsForgottenInTheEnd() {
        TestCertificate first = authority.issue("first");
        TurnableSecret secret = new TurnableSecret(first.secret());
        try (RotatingTls tls = RotatingTls.builder().secret(secret).name("web").build()) {
            X509ExtendedKeyManager keys = tls.keyManager();
            secret.turn(authority.issue("second").secret());
            assertThat(keys.getCertificateChain("web-1")).containsExactly(first.certificate());
            assertThat(((ECPrivateKey) keys.getPrivateKey("web-1")).getS())
                    .isEqualTo(((ECPrivateKey) first.key()).getS());
            assertThat(keys.chooseServerAlias("EC", null, null)).isEqualTo("web-2");
            for (int i = 0; i < 20; i++) {
                secret.turn(authority.issue("more").secret());
            }
            assertThat(keys.getCertificateChain("web-1")).isNull();
            assertThat(keys.getPrivateKey("web-1")).isNull();
            assertThat(keys.getPrivateKey(null)).isNull();
            assertThat(keys.getPrivateKey("web")).isNull();
        }
    }

    @Test
    void keyTypeAndIssuersAreHonoured() {
        TestAuthority other = TestAuthority.root("Other");
        try (RotatingTls ec = tls("EC");
                RotatingTls rsa = tls("RSA");
                RotatingTls ed = tls("Ed25519")) {
            assertThat(ec.keyManager().chooseServerAlias("EC", null, null)).isEqualTo("leasehold-1");
            assertThat(ec.keyManager().chooseServerAlias("EC_EC", null, null)).isEqualTo("leasehold-1");
            assertThat(ec.keyManager().chooseServerAlias("EC_RSA", null, null)).isNull();
            assertThat(ec.keyManager().chooseServerAlias("RSA", null, null)).isNull();
            assertThat(rsa.keyManager().chooseEngineServerAlias("RSA", null, null))
                    .isEqualTo("leasehold-1");
            assertThat(rsa.keyManager().chooseEngineServerAlias("EC", null, null))
                    .isNull();
            assertThat(rsa.keyManager().getServerAliases("EC", null)).isNull();
            assertThat(ed.keyManager().getClientAliases("EdDSA", null)).containsExactly("leasehold-1");
            assertThat(ed.keyManager().chooseClientAlias(new String[] {"EC", "RSA"}, null, null))
                    .isNull();
            assertThat(ed.keyManager().chooseClientAlias(null, null, null)).isNull();
            assertThat(ec.keyManager()
                            .chooseClientAlias(
                                    new String[] {"EC"},
                                    new java.security.Principal[] {
                                        other.certificate().getSubjectX500Principal()
                                    },
                                    null))
                    .isNull();
            assertThat(ec.keyManager()
                            .chooseClientAlias(
                                    new String[] {"EC"},
                                    new java.security.Principal[] {
                                        other.certificate().getSubjectX500Principal(),
                                        authority.certificate().getSubjectX500Principal()
                                    },
                                    null))
                    .isEqualTo("leasehold-1");
        }
    }

    private RotatingTls tls(String keyType) {
        return RotatingTls.builder()
                .secret(new TurnableSecret(authority.issue("x", keyType).secret()))
                .build();
    }

    @Test
    void choosingAnAliasAllocatesNothing() {
        try (RotatingTls tls = tls("EC")) {
            X509ExtendedKeyManager keys = tls.keyManager();
            java.security.Principal[] issuers = {authority.certificate().getSubjectX500Principal()};
            String[] types = {"RSA", "EC"};
            com.sun.management.ThreadMXBean beans =
                    (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
            ask(keys, types, issuers, 50_000);
            long before = beans.getCurrentThreadAllocatedBytes();
            int found = ask(keys, types, issuers, 200_000);
            long allocated = beans.getCurrentThreadAllocatedBytes() - before;
            assertThat(found).isEqualTo(200_000);
            assertThat(allocated).isLessThan(200_000);
        }
    }

    private static int ask(X509ExtendedKeyManager keys, String[] types, java.security.Principal[] issuers, int times) {
        int found = 0;
        for (int i = 0; i < times; i++) {
            String alias = keys.chooseEngineClientAlias(types, issuers, null);
            if (alias != null
                    && keys.getPrivateKey(alias) != null
                    && alias.equals(keys.chooseServerAlias("EC", null, null))) {
                found++;
            }
        }
        return found;
    }
}
