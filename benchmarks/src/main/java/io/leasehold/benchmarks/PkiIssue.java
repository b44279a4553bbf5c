package io.leasehold.benchmarks;

import io.leasehold.Secret;
import io.leasehold.SecretBroker;
import io.leasehold.pki.internal.engine.PkiEngineProvider;
import io.leasehold.storage.InMemoryStorage;
import java.io.StringWriter;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/**
 * Certificates a second from {@code issue} and {@code sign}, in-memory store, against a bare loop of the same operations of the
 * JCA by the same provider: a key generation and a signature for {@code issue}, a verification and a signature for {@code sign}.
 * The issuer is on P-256. System properties shorten it:
 * {@code kinds}, {@code rounds}, {@code seconds}, {@code warmup}, {@code stored}.
 */
public final class PkiIssue {

    private static final int ROUNDS = Integer.getInteger("rounds", 7);
    private static final Duration ROUND = Duration.ofSeconds(Integer.getInteger("seconds", 4));
    private static final Duration WARM_UP = Duration.ofSeconds(Integer.getInteger("warmup", 20));
    private static final int STORED = Integer.getInteger("stored", 100_000);

    private static final List<String> WANTED =
            List.of(System.getProperty("kinds", "ec,ed25519,rsa").split(","));

    private PkiIssue() {}

    /** A kind of keys, with the names that the JCA has for it. */
    private record Kind(String type, int bits, String generator, String signature) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("ec", 256, "EC", "SHA256withECDSA"),
            new Kind("ed25519", 0, "Ed25519", "Ed25519"),
            new Kind("rsa", 2048, "RSA", "SHA256withRSA"));

    /**
     * Runs the benchmark.
     *
     * @param args {@code bc} or {@code accp}; both when empty
     * @throws Exception when it cannot run
     */
    public static void main(String[] args) throws Exception {
        for (String name : args.length == 0 ? new String[] {"bc", "accp"} : args) {
            Provider provider = provider(name);
            for (Kind kind : KINDS) {
                if (WANTED.contains(kind.type())) {
                    compare(provider, kind);
                }
            }
            compareStored(provider);
        }
    }

    private static Provider provider(String name) throws ReflectiveOperationException {
        return name.equals("bc")
                ? new BouncyCastleProvider()
                : Class.forName("com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider")
                        .asSubclass(Provider.class)
                        .getDeclaredConstructor()
                        .newInstance();
    }

    private static SecretBroker broker(Provider provider, Kind kind) {
        SecretBroker broker = SecretBroker.builder()
                .name("bench")
                .storage(new InMemoryStorage())
                .masterKey(Bench.key())
                .engine(new PkiEngineProvider(provider))
                .build();
        broker.mounts().enable("pki", "pki");
        broker.write(
                "pki/root/generate/internal",
                Map.of("common_name", "Benchmark", "key_type", "ec", "key_bits", 256, "ttl", "700h"));
        broker.write(
                "pki/roles/app",
                Map.of(
                        "allowed_domains",
                        "example.com,internal.example.com",
                        "allow_subdomains",
                        true,
                        "max_ttl",
                        "72h",
                        "key_type",
                        kind.type(),
                        "key_bits",
                        kind.bits(),
                        "allowed_uri_sans",
                        "spiffe://cluster.local/*"));
        // The warning of the rate is not what is measured.
        broker.write("pki/config/issuance", Map.of("rate_threshold", 0));
        return broker;
    }

    private static void compare(Provider provider, Kind kind) throws Exception {
        Map<String, Object> issue = Map.of(
                "common_name", "api.internal.example.com",
                "alt_names", "api-v2.internal.example.com",
                "ip_sans", "10.0.1.50",
                "ttl", "72h");
        Map<String, Object> sign = Map.of("csr", csr(kind), "ttl", "72h");
        for (int threads : new int[] {1, 2}) {
            // Each with a store of its own, so that none has what those before it have made.
            try (SecretBroker broker = broker(provider, kind)) {
                Runnable through = () -> issue(broker, issue);
                report(provider, kind, "issue", threads, () -> new BareIssue(provider, kind), through);
            }
            try (SecretBroker broker = broker(provider, kind)) {
                Runnable through = () -> sign(broker, sign);
                report(provider, kind, "sign", threads, () -> new BareSign(provider, kind), through);
            }
        }
    }

    /** Makes what one thread repeats. */
    private interface Maker {
        Runnable make() throws GeneralSecurityException;
    }

    private static void report(Provider provider, Kind kind, String what, int threads, Maker bare, Runnable through)
            throws Exception {
        Load.rate(threads, WARM_UP, i -> through::run);
        Load.rate(threads, WARM_UP.dividedBy(4), i -> made(bare)::run);
        double[] ratios = new double[ROUNDS];
        double[] rates = new double[ROUNDS];
        double[] alone = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            alone[round] = Load.rate(threads, ROUND, i -> made(bare)::run);
            rates[round] = Load.rate(threads, ROUND, i -> through::run);
            ratios[round] = rates[round] / alone[round];
        }
        System.out.printf(
                "%s %s %s, %d threads: %.0f certificates/s, bare %.0f/s, ratio %.2f%n",
                provider.getName(),
                what,
                kind.type(),
                threads,
                Bench.median(rates),
                Bench.median(alone),
                Bench.median(ratios));
    }

    private static Runnable made(Maker maker) {
        try {
            return maker.make();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same with many certificates stored and with none, in turns. */
    private static void compareStored(Provider provider) throws Exception {
        Kind kind = KINDS.get(0);
        Map<String, Object> issue = Map.of("common_name", "api.internal.example.com", "ttl", "72h");
        try (SecretBroker empty = broker(provider, kind);
                SecretBroker full = broker(provider, kind)) {
            for (int i = 0; i < STORED; i++) {
                issue(full, issue);
            }
            Load.rate(1, WARM_UP, i -> () -> issue(empty, issue));
            double[] ratios = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                double with = Load.rate(1, ROUND, i -> () -> issue(full, issue));
                try (SecretBroker none = broker(provider, kind)) {
                    ratios[round] = with / Load.rate(1, ROUND, i -> () -> issue(none, issue));
                }
            }
            System.out.printf(
                    "%s issue ec, %d stored against none at the start: ratio %.2f%n",
                    provider.getName(), STORED, Bench.median(ratios));
        }
    }

    private static void issue(SecretBroker broker, Map<String, Object> fields) {
        require(broker.write("pki/issue/app", fields));
    }

    private static void sign(SecretBroker broker, Map<String, Object> fields) {
        require(broker.write("pki/sign/app", fields));
    }

    private static void require(Secret secret) {
        if (!secret.data().containsKey("certificate")) {
            throw new IllegalStateException("no certificate");
        }
    }

    /** A key and a signature by another key. */
    private static final class BareIssue implements Runnable {

        private final byte[] content = new byte[600];
        private final Provider provider;
        private final Kind kind;
        private final KeyPair issuer;

        BareIssue(Provider provider, Kind kind) throws GeneralSecurityException {
            this.provider = provider;
            this.kind = kind;
            this.issuer = generate(KINDS.get(0), provider);
        }

        @Override
        public void run() {
            try {
                generate(kind, provider);
                signature(provider, issuer, content);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /**
     * A verification and a signature by another key. The key to verify with is loaded each time, as each request brings its own:
     * Bouncy Castle keeps tables for a key that it has verified with, and is twice as fast with the same one again.
     * Amazon's leaves loading keys for Ed25519 to the JDK.
     */
    private static final class BareSign implements Runnable {

        private final byte[] content = new byte[600];
        private final Provider provider;
        private final Kind kind;
        private final X509EncodedKeySpec subject;
        private final Provider loader;
        private final KeyPair issuer;
        private final byte[] signed;

        BareSign(Provider provider, Kind kind) throws GeneralSecurityException {
            this.provider = provider;
            this.kind = kind;
            KeyPair pair = generate(kind, provider);
            this.loader = provider.getService("KeyFactory", kind.generator()) != null
                    ? provider
                    : KeyFactory.getInstance(kind.generator()).getProvider();
            this.subject = new X509EncodedKeySpec(pair.getPublic().getEncoded());
            this.issuer = generate(KINDS.get(0), provider);
            Signature signer = Signature.getInstance(kind.signature(), provider);
            signer.initSign(pair.getPrivate());
            signer.update(content);
            this.signed = signer.sign();
        }

        @Override
        public void run() {
            try {
                Signature verifier = Signature.getInstance(kind.signature(), provider);
                verifier.initVerify(
                        KeyFactory.getInstance(kind.generator(), loader).generatePublic(subject));
                verifier.update(content);
                if (!verifier.verify(signed)) {
                    throw new IllegalStateException("not verified");
                }
                signature(provider, issuer, content);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static KeyPair generate(Kind kind, Provider provider) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(kind.generator(), provider);
        switch (kind.type()) {
            case "ec" -> generator.initialize(new ECGenParameterSpec("secp256r1"));
            case "rsa" -> generator.initialize(kind.bits());
            default -> {
                // One size.
            }
        }
        return generator.generateKeyPair();
    }

    private static void signature(Provider provider, KeyPair issuer, byte[] content) throws GeneralSecurityException {
        Signature signer = Signature.getInstance("SHA256withECDSA", provider);
        signer.initSign(issuer.getPrivate());
        signer.update(content);
        signer.sign();
    }

    private static String csr(Kind kind) throws Exception {
        Provider bouncyCastle = new BouncyCastleProvider();
        KeyPair key = generate(kind, bouncyCastle);
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            pem.writeObject(new JcaPKCS10CertificationRequestBuilder(
                            new X500Name("CN=api.internal.example.com"), key.getPublic())
                    .build(new JcaContentSignerBuilder(kind.signature())
                            .setProvider(bouncyCastle)
                            .build(key.getPrivate())));
        }
        return text.toString();
    }
}
