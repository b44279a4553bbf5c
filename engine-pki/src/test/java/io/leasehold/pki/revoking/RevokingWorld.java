package io.leasehold.pki.revoking;

import io.leasehold.Secret;
import io.leasehold.SecretBroker;
import io.leasehold.key.MasterKey;
import io.leasehold.pki.PkiDocument;
import io.leasehold.pki.internal.engine.RevocationParts;
import io.leasehold.pki.internal.record.CertificateRecord;
import io.leasehold.pki.internal.record.CertificateRevocation;
import io.leasehold.pki.internal.record.Records;
import io.leasehold.pki.internal.x509.Pem;
import io.leasehold.spi.engine.EngineContext;
import io.leasehold.spi.engine.Operation;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Route;
import io.leasehold.spi.engine.SecretEngine;
import io.leasehold.spi.engine.SecretEngineProvider;
import io.leasehold.spi.storage.Storage;
import io.leasehold.storage.InMemoryStorage;
import io.leasehold.testkit.time.ManualScheduler;
import io.leasehold.testkit.time.SettableTime;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509CRLEntryHolder;
import org.bouncycastle.cert.X509CRLHolder;
import org.jspecify.annotations.Nullable;

/** One store, authorities made by hand, a time that tests move, and any number of brokers. For one thread. */
final class RevokingWorld implements AutoCloseable {

    static final String MOUNT = "pki";

    private static final MasterKey KEY =
            MasterKey.fromBytes("a key of thirty-two ASCII bytes!".getBytes(StandardCharsets.US_ASCII));

    final SettableTime time = SettableTime.automatic();
    final Authority root = Authority.root("Root", Instant.now());
    final HandMadeIssuers issuers = new HandMadeIssuers();
    final AtomicBoolean complete = new AtomicBoolean(true);
    final Storage store;
    private final List<Node> nodes = new ArrayList<>();

    RevokingWorld() {
        this.store = new InMemoryStorage(time);
    }

    RevokingWorld(Function<SettableTime, Storage> opened) {
        this.store = opened.apply(time);
    }

    /** A world with a root, a broker and the engine mounted. */
    static RevokingWorld ready() {
        RevokingWorld world = new RevokingWorld();
        world.issuers.add(world.root);
        world.start();
        world.broker().mounts().enable(MOUNT, "pki");
        return world;
    }

    /** A process. */
    record Node(SecretBroker broker, ManualScheduler scheduler, AtomicReference<Parts> parts) {

        Parts held() {
            return Objects.requireNonNull(parts.get(), "the engine is not mounted yet");
        }

        @Override
        public String toString() {
            return "Node";
        }
    }

    /** What tests need of an engine. */
    record Parts(Records records, CertificateRevocation revocation) {}

    Node start() {
        return start(storage -> storage);
    }

    Node start(UnaryOperator<Storage> wrap) {
        ManualScheduler scheduler = new ManualScheduler(time);
        AtomicReference<@Nullable Parts> parts = new AtomicReference<>();
        SecretBroker broker = SecretBroker.builder()
                .name("world")
                .sharedStorage(wrap.apply(store))
                .masterKey(KEY)
                .engine(provider(parts))
                .timeSource(time)
                .scheduler(scheduler)
                .build();
        Node node = new Node(broker, scheduler, parts);
        nodes.add(node);
        return node;
    }

    private SecretEngineProvider provider(AtomicReference<@Nullable Parts> parts) {
        return new SecretEngineProvider() {
            @Override
            public String type() {
                return "pki";
            }

            @Override
            public SecretEngine create(EngineContext context) {
                Records records = new Records(context.storage());
                RevocationParts made = new RevocationParts(
                        context, issuers, records, Authority.CRYPTO, complete::get, issuers::remove);
                parts.set(new Parts(records, made.revocation()));
                List<Route> routes = new ArrayList<>(made.routes());
                routes.add(Route.at("ca")
                        .on(Operation.READ, "Reads the default.", (call, none) -> authority(true))
                        .build());
                routes.add(Route.at("ca/pem")
                        .on(Operation.READ, "Reads the default.", (call, none) -> authority(false))
                        .build());
                return new SecretEngine() {
                    @Override
                    public List<Route> routes() {
                        return routes;
                    }

                    @Override
                    public void close() {}
                };
            }
        };
    }

    private Reply authority(boolean der) {
        byte[] certificate = issuers.get("default").certificate().der();
        return Reply.of(
                der
                        ? new PkiDocument(
                                PkiDocument.CERTIFICATE, Base64.getEncoder().encodeToString(certificate), true)
                        : new PkiDocument(PkiDocument.CHAIN, Pem.certificate(certificate), false));
    }

    void kill(Node node) {
        nodes.remove(node);
    }

    Node node() {
        return nodes.get(0);
    }

    SecretBroker broker() {
        return node().broker();
    }

    Instant now() {
        return store.now();
    }

    /** Issues a certificate and keeps it. */
    Authority.Leaf issue(Authority authority, Duration life) {
        Authority.Leaf leaf = authority.leaf(now(), now().plus(life));
        keep(authority, leaf, true);
        return leaf;
    }

    void keep(Authority authority, Authority.Leaf leaf, boolean whole) {
        node().held()
                .records()
                .add(
                        leaf.certificate().serial(),
                        new CertificateRecord(
                                authority.issuer.id(),
                                leaf.certificate().notAfter().getEpochSecond(),
                                whole
                                        ? Base64.getEncoder()
                                                .encodeToString(
                                                        leaf.certificate().der())
                                        : null));
    }

    Secret revoke(Authority.Leaf leaf) {
        return broker().write(MOUNT + "/revoke", Map.of("serial_number", leaf.serial()));
    }

    /** Lets time pass in hops, after each of which all processes do what is due. */
    void pass(Duration duration, int hops) {
        long hop = Math.max(1, duration.toMillis() / hops);
        for (long left = duration.toMillis(); left > 0; left -= hop) {
            time.advance(Duration.ofMillis(Math.min(hop, left)));
            nodes.forEach(node -> node.scheduler().runDue());
        }
    }

    /** Lets pass what a revocation takes to be on the list, also when another process builds it. */
    void settle() {
        pass(Duration.ofSeconds(4), 4);
    }

    X509CRLHolder crl() {
        return crl("crl").orElseThrow();
    }

    Optional<X509CRLHolder> crl(String path) {
        return read(broker(), path);
    }

    static Optional<X509CRLHolder> read(SecretBroker broker, String path) {
        String body = broker.read(MOUNT + "/" + path).as(PkiDocument.class).body();
        if (body.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new X509CRLHolder(Base64.getDecoder().decode(body)));
        } catch (IOException e) {
            throw new AssertionError("no list", e);
        }
    }

    static Set<BigInteger> serials(X509CRLHolder crl) {
        Collection<?> entries = crl.getRevokedCertificates();
        return entries.stream()
                .map(entry -> ((X509CRLEntryHolder) entry).getSerialNumber())
                .collect(Collectors.toSet());
    }

    static long number(X509CRLHolder crl) {
        return ASN1Integer.getInstance(crl.getExtension(Extension.cRLNumber).getParsedValue())
                .getValue()
                .longValueExact();
    }

    Map<String, Object> crlConfig(Object... fields) {
        Map<String, Object> sent = new HashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            sent.put((String) fields[i], fields[i + 1]);
        }
        return broker().write(MOUNT + "/config/crl", sent).data();
    }

    @Override
    public void close() {
        nodes.forEach(node -> node.broker().close());
        store.close();
    }
}
