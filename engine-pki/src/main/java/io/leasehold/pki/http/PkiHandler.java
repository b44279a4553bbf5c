package io.leasehold.pki.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.leasehold.SecretBroker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves what certificates point to, so that the URLs written into them answer: authorities, lists of revoked certificates, and
 * answers about single ones (RFC 5280, RFC 6960, RFC 5019). Nothing else of the broker can be reached through it, and nothing can
 * be changed, so that it may be open to everybody.
 *
 * <pre>{@code
 * HttpServer server = HttpServer.create(new InetSocketAddress(8200), 0);
 * server.createContext("/", PkiHandler.builder(broker).mount("pki").mount("pki_int").build());
 * server.start();
 * }</pre>
 *
 * <p>Answers {@code GET} and {@code HEAD}, and {@code POST} for OCSP. Thread-safe.
 */
public final class PkiHandler implements HttpHandler {

    private static final Logger LOG = LoggerFactory.getLogger(PkiHandler.class);

    private final List<Mount> mounts;
    private final Responder responder;

    private PkiHandler(SecretBroker broker, List<Mount> mounts) {
        this.mounts = mounts.stream()
                .sorted(Comparator.comparingInt((Mount mount) -> mount.prefix().length())
                        .reversed())
                .toList();
        this.responder = new Responder(broker);
    }

    private record Mount(String prefix, String path) {}

    /**
     * Starts a handler.
     *
     * @param broker whose engines to serve; stays open when the server stops
     * @return a builder; not thread-safe
     */
    public static Builder builder(SecretBroker broker) {
        return new Builder(broker);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            answer(exchange).send(exchange);
        } catch (RuntimeException e) {
            LOG.warn("A request could not be answered", e);
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        Optional<Mount> mount = mounts.stream()
                .filter(known -> path != null && path.startsWith(known.prefix()))
                .findFirst();
        if (mount.isEmpty()) {
            return Answer.text(404, "not found");
        }
        Optional<String> decoded =
                Paths.decode(path.substring(mount.get().prefix().length()));
        if (decoded.isEmpty()) {
            return Answer.text(400, "the path is malformed");
        }
        Optional<Wanted> wanted = Paths.resolve(decoded.get());
        if (wanted.isEmpty()) {
            return Answer.text(404, "not found");
        }
        return responder.answer(exchange, mount.get().path(), wanted.get());
    }

    /** Collects what to serve. */
    public static final class Builder {

        private final SecretBroker broker;
        private final List<Mount> mounts = new ArrayList<>();

        private Builder(SecretBroker broker) {
            this.broker = broker;
        }

        /**
         * Serves a mount under {@code /v1/} and its path, as the guides' URLs have it.
         *
         * @param path where the engine is mounted, such as {@code pki_int}
         * @return this builder
         */
        public Builder mount(String path) {
            return mount("/v1/" + path, path);
        }

        /**
         * Serves a mount under a prefix.
         *
         * @param prefix the start of the URLs' paths, such as {@code /ca}; begins with a slash
         * @param path where the engine is mounted
         * @return this builder
         */
        public Builder mount(String prefix, String path) {
            if (!prefix.startsWith("/")) {
                throw new IllegalArgumentException("a prefix begins with a slash, was " + prefix);
            }
            String folder = prefix.endsWith("/") ? prefix : prefix + "/";
            if (mounts.stream().anyMatch(mount -> mount.prefix().equals(folder))) {
                throw new IllegalArgumentException("two mounts under the prefix " + folder);
            }
            mounts.add(new Mount(folder, path.endsWith("/") ? path.substring(0, path.length() - 1) : path));
            return this;
        }

        /**
         * Makes the handler.
         *
         * @return it, for {@link com.sun.net.httpserver.HttpServer#createContext(String, HttpHandler)}
         */
        public PkiHandler build() {
            if (mounts.isEmpty()) {
                throw new IllegalArgumentException("no mount is given that could be served");
            }
            return new PkiHandler(broker, mounts);
        }
    }
}
